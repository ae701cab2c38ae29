package io.polargosling.domain.egg;

import io.polargosling.domain.secret.SecretUri;
import java.util.Optional;

/**
 * The {@code gitlab} block with its defaults filled.
 *
 * @param runnerToken present only where the egg names a shared runner token
 */
public record GitLabBinding(
        GitLabServer server,
        TargetScope scope,
        SecretUri apiToken,
        SecretUri webhookSecret,
        Optional<SecretUri> runnerToken) {}
