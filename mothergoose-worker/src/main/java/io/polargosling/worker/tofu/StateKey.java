package io.polargosling.worker.tofu;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * The key that state and plan are encrypted with, and those that were before it.
 *
 * <p>Whoever writes another key into the secret of the current one changes it for what is written from then on. A key
 * stands in the list of all keys before it is first used, so no key that something was encrypted with is lost by that.
 */
public final class StateKey {

    static final SecretUri CURRENT = SecretUri.of(SecretUri.Scheme.LOCAL, "gosling", "state-key");
    static final SecretUri ALL = SecretUri.of(SecretUri.Scheme.LOCAL, "gosling", "state-keys");

    private static final int BYTES = 32;
    /** Instead of a list: there are no earlier keys any more. */
    private static final String NONE = "none";

    private final Secrets secrets;

    /** A key that is made at first use and kept by {@code secrets}. */
    public StateKey(Secrets secrets) {
        this.secrets = secrets;
    }

    /**
     * The keys as they are to be used now.
     *
     * @throws InvalidException when one of them is no key
     */
    StateKeys keys() {
        var current = checked(secrets.find(CURRENT).orElseGet(this::create));
        var known = secrets.find(ALL).map(StateKey::list).orElse(List.of());
        if (known.contains(current)) {
            return new StateKeys(current, known);
        }
        var all = new ArrayList<SecretValue>();
        all.add(current);
        all.addAll(known);
        secrets.write(
                ALL,
                SecretValue.of(
                        String.join(" ", all.stream().map(SecretValue::reveal).toList())));
        return new StateKeys(current, all);
    }

    private static List<SecretValue> list(SecretValue text) {
        return Stream.of(text.reveal().strip().split("\\s+"))
                .filter(key -> !key.equals(NONE))
                .map(key -> checked(SecretValue.of(key)))
                .toList();
    }

    /** Without the cause, whose message shows a part of the key. */
    private static SecretValue checked(SecretValue key) {
        try {
            if (Base64.getDecoder().decode(key.reveal()).length == BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
        throw unreadable();
    }

    private static InvalidException unreadable() {
        return new InvalidException("reading the keys of OpenTofu's states: " + CURRENT.text() + " or " + ALL.text()
                + " holds something else than keys (expected: " + BYTES + " bytes in Base64, as \"openssl rand -base64 "
                + BYTES + "\" gives them)");
    }

    private SecretValue create() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return secrets.createIfAbsent(
                CURRENT, SecretValue.of(Base64.getEncoder().encodeToString(bytes)));
    }
}
