package io.polargosling.domain.gitlab;

import io.polargosling.domain.secret.SecretValue;

/** What a delivery proves its origin with. */
public sealed interface HookSecret {

    /** How a signing token begins. */
    String SIGNING_PREFIX = "whsec_";

    /** The secret itself. */
    SecretValue value();

    /** A key that deliveries are signed with; GitLab 19.0 or newer. */
    record SigningToken(SecretValue value) implements HookSecret {}

    /** A text that is sent along. */
    record SecretToken(SecretValue value) implements HookSecret {}

    /** A signing token when the value has the form of one, else a secret token. */
    static HookSecret of(SecretValue value) {
        return value.reveal().startsWith(SIGNING_PREFIX) ? new SigningToken(value) : new SecretToken(value);
    }
}
