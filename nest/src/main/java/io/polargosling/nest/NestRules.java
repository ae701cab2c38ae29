package io.polargosling.nest;

import io.polargosling.domain.infrastructure.Infrastructure;
import io.polargosling.domain.secret.SecretUri;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the installation says about a Nest; the same values must be used wherever hashes are compared. What the Nest's own
 * description of the control plane allows is added while reading.
 *
 * @param secretsBackend where secrets lie that an egg does not name; empty to choose by the egg's cloud
 * @param allowEnvSecrets whether {@code env://} may be used
 * @param sharedSecrets texts of the URIs that any egg may name in its {@code gitlab} block
 * @param versions those that can be installed; empty when that is not known, as on an operator's machine
 */
public record NestRules(
        Optional<SecretUri.Scheme> secretsBackend,
        boolean allowEnvSecrets,
        Set<String> sharedSecrets,
        Optional<Versions> versions) {

    /** Versions of the programs that an egg may ask for. */
    public record Versions(Set<String> gosling, Set<String> opentofu) {
        public Versions {
            gosling = Set.copyOf(gosling);
            opentofu = Set.copyOf(opentofu);
        }
    }

    public NestRules {
        sharedSecrets = Set.copyOf(sharedSecrets);
    }

    /** Rules for one to whom the versions are not known. */
    public NestRules(Optional<SecretUri.Scheme> secretsBackend, boolean allowEnvSecrets, Set<String> sharedSecrets) {
        this(secretsBackend, allowEnvSecrets, sharedSecrets, Optional.empty());
    }

    /** Backend by cloud, no {@code env://}, nothing shared. */
    public static NestRules defaults() {
        return new NestRules(Optional.empty(), false, Set.of());
    }

    /** The same and what the Nest itself allows. */
    NestRules with(Infrastructure.SecretRules own) {
        var shared = new TreeSet<>(sharedSecrets);
        shared.addAll(own.shared());
        return new NestRules(secretsBackend, allowEnvSecrets || own.allowEnv(), shared, versions);
    }
}
