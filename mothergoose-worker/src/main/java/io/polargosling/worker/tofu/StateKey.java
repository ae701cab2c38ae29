package io.polargosling.worker.tofu;

import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/** The key that state and plan are encrypted with, and how OpenTofu is told of it. */
public final class StateKey {

    private static final SecretUri URI = SecretUri.of(SecretUri.Scheme.LOCAL, "gosling", "state-key");
    private static final String ENCRYPTION = """
            key_provider "external" "state" {
              command = ["sh", "state_key.sh"]
            }
            method "aes_gcm" "state" {
              keys = key_provider.external.state
            }
            state {
              method   = method.aes_gcm.state
              enforced = true
            }
            plan {
              method   = method.aes_gcm.state
              enforced = true
            }
            """;

    private final Secrets secrets;

    /** A key that is made at first use and kept by {@code secrets}. */
    public StateKey(Secrets secrets) {
        this.secrets = secrets;
    }

    /** The variables that OpenTofu's environment needs; one of them is the key itself. */
    Map<String, String> environment() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        var key = secrets.createIfAbsent(URI, SecretValue.of(Base64.getEncoder().encodeToString(bytes)));
        return Map.of("TF_ENCRYPTION", ENCRYPTION, "GOSLING_STATE_KEY", key.reveal());
    }
}
