package io.polargosling.nest;

import io.polargosling.domain.secret.SecretUri;
import java.util.Optional;
import java.util.Set;

/**
 * What the installation says about a Nest; the same values must be used wherever hashes are compared.
 *
 * @param secretsBackend where secrets lie that an egg does not name; empty to choose by the egg's cloud
 * @param allowEnvSecrets whether {@code env://} may be used
 * @param sharedSecrets texts of the URIs that any egg may name in its {@code gitlab} block
 */
public record NestRules(Optional<SecretUri.Scheme> secretsBackend, boolean allowEnvSecrets, Set<String> sharedSecrets) {

    public NestRules {
        sharedSecrets = Set.copyOf(sharedSecrets);
    }

    /** Backend by cloud, no {@code env://}, nothing shared. */
    public static NestRules defaults() {
        return new NestRules(Optional.empty(), false, Set.of());
    }
}
