package io.polargosling.worker.tofu;

import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.worker.render.WorkspaceRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/** The key that state and plan are encrypted with, and how OpenTofu is told of it. */
public final class StateKey {

    private static final SecretUri URI = SecretUri.of(SecretUri.Scheme.LOCAL, "gosling", "state-key");

    private final Secrets secrets;

    /** A key that is made at first use and kept by {@code secrets}. */
    public StateKey(Secrets secrets) {
        this.secrets = secrets;
    }

    /** The key. */
    SecretValue value() {
        return secrets.find(URI).orElseGet(this::create);
    }

    /**
     * The variables that OpenTofu's environment needs in the workspace {@code folder}; one of them is {@code key} itself.
     */
    static Map<String, String> environment(SecretValue key, Path folder) throws IOException {
        return Map.of(
                "TF_ENCRYPTION",
                Files.readString(folder.resolve(WorkspaceRenderer.ENCRYPTION)),
                "GOSLING_STATE_KEY",
                key.reveal());
    }

    private SecretValue create() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return secrets.createIfAbsent(URI, SecretValue.of(Base64.getEncoder().encodeToString(bytes)));
    }
}
