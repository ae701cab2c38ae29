package io.polargosling.domain.egg;

import io.polargosling.domain.secret.SecretUri;
import java.util.Optional;

/**
 * The {@code gitlab} block with its defaults filled.
 *
 * @param runnerToken present only where the egg names a shared runner token; see {@link #sharedToken}
 */
public record GitLabBinding(
        GitLabServer server,
        TargetScope scope,
        SecretUri apiToken,
        SecretUri webhookSecret,
        Optional<SecretUri> runnerToken) {

    private static final String SHARED = "runner-token";

    /**
     * Where a runner token lies that machines may share: what is written, else beside the other two where those lie
     * where nothing is written. Whether there is one is for the backend to say.
     */
    public Optional<SecretUri> sharedToken() {
        return runnerToken.or(() -> beside(apiToken, "api-token")).or(() -> beside(webhookSecret, "webhook-secret"));
    }

    private static Optional<SecretUri> beside(SecretUri uri, String key) {
        return uri.key().equals(key) ? Optional.of(SecretUri.of(uri.scheme(), uri.name(), SHARED)) : Optional.empty();
    }
}
