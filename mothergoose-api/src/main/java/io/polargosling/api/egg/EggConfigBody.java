package io.polargosling.api.egg;

import io.polargosling.domain.egg.BucketConfig;
import io.polargosling.domain.egg.BucketRepo;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.FleetConfig;
import io.polargosling.domain.egg.GitLabBinding;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerSettings;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an egg or a bucket under the names of the language. Paths of secrets are masked; sizes are in
 * bytes.
 *
 * @param gitlab of an egg; null for a bucket
 * @param repositories of a bucket; null for an egg
 */
record EggConfigBody(
        @Nullable String type,
        boolean enabled,
        Cloud cloud,
        List<Cloud> fallback,
        Size resources,
        RunnerBlock runner,
        @Nullable GitLabBlock gitlab,
        @Nullable List<RepoBlock> repositories,
        Map<String, String> environment,
        @Nullable PoolsBlock pools,
        @Nullable String riftServer) {

    private static final List<String> SECRET_WORDS =
            List.of("token", "password", "passwd", "secret", "credential", "authorization", "api_key", "private_key");

    static EggConfigBody of(FleetConfig config) {
        var options = config.options();
        return new EggConfigBody(
                config.type().map(kind -> kind.word()).orElse(null),
                options.enabled(),
                Cloud.of(config.cloud()),
                config.placements().stream().skip(1).map(Cloud::of).toList(),
                new Size(
                        config.resources().cpu(),
                        config.resources().memoryBytes(),
                        boxed(config.resources().diskBytes()),
                        config.resources().preemptible()),
                RunnerBlock.of(config.runner()),
                config instanceof EggConfig egg ? GitLabBlock.of(egg.gitlab()) : null,
                config instanceof BucketConfig bucket
                        ? bucket.repos().stream().map(RepoBlock::of).toList()
                        : null,
                masked(options.environment()),
                options.pools().map(PoolsBlock::of).orElse(null),
                options.riftServer().orElse(null));
    }

    record Cloud(
            String provider,
            @Nullable String region,
            @Nullable String zone,
            @Nullable String subnetId,
            List<String> securityGroupIds,
            @Nullable String identity,
            @Nullable String image) {

        static Cloud of(Placement place) {
            return new Cloud(
                    place.provider().word(),
                    place.region().orElse(null),
                    place.zone().orElse(null),
                    place.subnetId().orElse(null),
                    place.securityGroupIds(),
                    place.identity().orElse(null),
                    place.image().orElse(null));
        }
    }

    record Size(int cpu, long memory, @Nullable Long disk, boolean preemptible) {}

    record RunnerBlock(
            Set<String> tags,
            boolean runUntagged,
            boolean protectedOnly,
            String executor,
            int concurrent,
            @Nullable String image,
            boolean privileged,
            @Nullable Integer maxBuilds,
            int maxRunners,
            long idleTimeoutSeconds) {

        static RunnerBlock of(RunnerSettings runner) {
            var agent = runner.agent();
            return new RunnerBlock(
                    runner.jobs().tags(),
                    runner.jobs().runUntagged(),
                    runner.jobs().protectedOnly(),
                    agent.executor().word(),
                    agent.concurrent(),
                    agent.image().orElse(null),
                    agent.privileged(),
                    boxed(agent.maxBuilds()),
                    runner.maxRunners(),
                    runner.idleTimeout().toSeconds());
        }
    }

    record GitLabBlock(
            String server,
            @Nullable Long projectId,
            @Nullable Long groupId,
            String apiToken,
            String webhookSecret,
            @Nullable String tokenSecret) {

        static GitLabBlock of(GitLabBinding gitlab) {
            var scope = gitlab.scope();
            return new GitLabBlock(
                    gitlab.server().host(),
                    scope instanceof TargetScope.Project project ? project.id() : null,
                    scope instanceof TargetScope.Group group ? group.id() : null,
                    gitlab.apiToken().toString(),
                    gitlab.webhookSecret().toString(),
                    gitlab.runnerToken().map(SecretUri::toString).orElse(null));
        }
    }

    /** @param environment added to that of the bucket */
    record RepoBlock(String name, GitLabBlock gitlab, Map<String, String> environment) {

        static RepoBlock of(BucketRepo repo) {
            return new RepoBlock(repo.name(), GitLabBlock.of(repo.gitlab()), masked(repo.environment()));
        }
    }

    record PoolsBlock(PoolLimits.Range apex, PoolLimits.Range nadir, long idleTimeoutSeconds) {

        static PoolsBlock of(PoolLimits limits) {
            return new PoolsBlock(
                    limits.apex(), limits.nadir(), limits.idleTimeout().toSeconds());
        }
    }

    private static Map<String, String> masked(Map<String, String> environment) {
        var shown = new TreeMap<String, String>();
        environment.forEach((name, value) -> shown.put(name, masked(name, value)));
        return shown;
    }

    private static String masked(String name, String value) {
        return switch (SecretUri.parse(value)) {
            case SecretUri.Parsed.Valid valid -> valid.uri().toString();
            case SecretUri.Parsed.Malformed plain ->
                soundsSecret(name.toLowerCase(Locale.ROOT)) ? SecretValue.MASK : value;
        };
    }

    private static boolean soundsSecret(String name) {
        return SECRET_WORDS.stream().anyMatch(name::contains);
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static @Nullable Integer boxed(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }
}
