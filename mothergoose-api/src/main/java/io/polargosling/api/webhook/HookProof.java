package io.polargosling.api.webhook;

import io.polargosling.domain.secret.SecretValue;

/** Tells whether a webhook was sent by someone who has a secret. */
@FunctionalInterface
interface HookProof {

    /** True when the headers prove knowledge of {@code secret}; constant time for one form of secret. */
    boolean proves(SecretValue secret, HookHeaders headers, byte[] body);
}
