package io.polargosling.nest;

import io.polargosling.domain.egg.AgentSettings;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggOptions;
import io.polargosling.domain.egg.Executor;
import io.polargosling.domain.egg.GitLabBinding;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.JobFilter;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.Resources;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.RunnerSettings;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.fly.decode.AgentSpec;
import io.polargosling.fly.decode.ByteSize;
import io.polargosling.fly.decode.CloudSpec;
import io.polargosling.fly.decode.EggFile;
import io.polargosling.fly.decode.EggSettings;
import io.polargosling.fly.decode.GitLabSpec;
import io.polargosling.fly.decode.Located;
import io.polargosling.fly.decode.MachineKind;
import io.polargosling.fly.decode.PoolsSpec;
import io.polargosling.fly.decode.ResourcesSpec;
import io.polargosling.fly.decode.RunnerSpec;
import io.polargosling.fly.decode.UglyFoxFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Decoded files to the records of the domain; both sides are checked, so nothing can fail here. */
final class ConfigMapper {

    private final NestRules rules;

    ConfigMapper(NestRules rules) {
        this.rules = rules;
    }

    EggConfig egg(EggFile file) {
        EggName name = EggName.of(file.name().value());
        var clouds = new ArrayList<CloudSpec>();
        clouds.add(file.fleet().cloud());
        clouds.addAll(file.fleet().fallbacks());
        List<Placement> placements =
                clouds.stream().map(ConfigMapper::placement).toList();
        return new EggConfig(
                name,
                file.fleet().type().map(ConfigMapper::kind),
                placements,
                resources(file.fleet().resources()),
                runner(file.fleet().runner()),
                gitlab(file, name, placements.getFirst().provider()),
                options(file));
    }

    private static Placement placement(CloudSpec cloud) {
        CloudProvider provider = switch (cloud.provider().value()) {
            case YANDEX -> CloudProvider.YANDEX;
            case AWS -> CloudProvider.AWS;
            case LOCAL -> CloudProvider.LOCAL;
        };
        return new Placement(
                provider,
                cloud.region(),
                cloud.zone(),
                cloud.subnetId(),
                cloud.securityGroupIds(),
                cloud.identity(),
                cloud.image());
    }

    private static RunnerKind kind(MachineKind kind) {
        return switch (kind) {
            case VM -> RunnerKind.VM;
            case SERVERLESS -> RunnerKind.SERVERLESS;
        };
    }

    private static Resources resources(ResourcesSpec spec) {
        OptionalLong disk =
                spec.disk().map(ByteSize::bytes).map(OptionalLong::of).orElseGet(OptionalLong::empty);
        return new Resources(spec.cpu(), spec.memory().bytes(), disk, spec.preemptible());
    }

    private static RunnerSettings runner(RunnerSpec spec) {
        AgentSpec agent = spec.agent();
        Executor executor = switch (agent.executor()) {
            case DOCKER -> Executor.DOCKER;
            case SHELL -> Executor.SHELL;
            case CUSTOM -> Executor.CUSTOM;
        };
        return new RunnerSettings(
                new JobFilter(new HashSet<>(spec.tags().value()), spec.runUntagged(), spec.protectedOnly()),
                new AgentSettings(executor, agent.concurrent(), agent.image(), agent.privileged(), agent.maxBuilds()),
                spec.maxRunners(),
                spec.idleTimeout());
    }

    static GitLabServer server(GitLabSpec gitlab) {
        return GitLabServer.of(gitlab.server().value());
    }

    static TargetScope scope(GitLabSpec gitlab) {
        return switch (gitlab.target().value()) {
            case GitLabSpec.Target.Project(long id) -> new TargetScope.Project(id);
            case GitLabSpec.Target.Group(long id) -> new TargetScope.Group(id);
        };
    }

    /** The path that is the egg's own in every backend; a colon is not allowed there. */
    static String secretName(GitLabServer server, EggName egg) {
        return "gitlab/" + server.pathForm() + "/" + egg;
    }

    /** Where secrets lie that the egg does not name. */
    SecretUri.Scheme backend(CloudProvider cloud) {
        return rules.secretsBackend().orElseGet(() -> switch (cloud) {
            case YANDEX -> SecretUri.Scheme.YC_LOCKBOX;
            case AWS -> SecretUri.Scheme.AWS_SM;
            case LOCAL -> SecretUri.Scheme.LOCAL;
        });
    }

    private GitLabBinding gitlab(EggFile file, EggName name, CloudProvider cloud) {
        GitLabSpec gitlab = file.gitlab();
        GitLabServer server = server(gitlab);
        String path = secretName(server, name);
        SecretUri.Scheme backend = backend(cloud);
        return new GitLabBinding(
                server,
                scope(gitlab),
                secret(gitlab.apiToken()).orElseGet(() -> SecretUri.of(backend, path, "api-token")),
                secret(gitlab.webhookSecret()).orElseGet(() -> SecretUri.of(backend, path, "webhook-secret")),
                secret(gitlab.tokenSecret()));
    }

    private static Optional<SecretUri> secret(Optional<Located<String>> written) {
        return written.map(found -> SecretUri.of(found.value()));
    }

    private static EggOptions options(EggFile file) {
        Map<String, String> environment = new TreeMap<>();
        file.environment().forEach((name, value) -> environment.put(name, value.value()));
        EggSettings settings = file.settings();
        return new EggOptions(
                environment,
                file.fleet().pools().map(ConfigMapper::pools),
                settings.riftServer(),
                settings.goslingVersion().map(Located::value),
                settings.opentofuVersion().map(Located::value),
                settings.enabled());
    }

    private static PoolLimits pools(PoolsSpec pools) {
        return new PoolLimits(range(pools.apex()), range(pools.nadir()), pools.idleTimeout());
    }

    private static PoolLimits.Range range(PoolsSpec.Limits limits) {
        return new PoolLimits.Range(limits.min(), limits.max());
    }

    static PruningPolicy policy(UglyFoxFile file) {
        List<PruningPolicy.PoolCondition> conditions =
                file.conditions().stream().map(ConfigMapper::condition).toList();
        List<PruningPolicy.PolicyRule> rules = file.rules().stream()
                .map(rule -> new PruningPolicy.PolicyRule(
                        rule.name().value(), rule.condition().value(), action(rule.action())))
                .toList();
        return new PruningPolicy(
                file.pruning().failedThreshold(),
                file.pruning().maxAge(),
                file.pruning().checkInterval(),
                conditions,
                rules);
    }

    private static PruningPolicy.PoolCondition condition(UglyFoxFile.Condition condition) {
        var eggs = condition.matchesAll()
                ? new HashSet<EggName>()
                : condition.eggs().stream().map(egg -> EggName.of(egg.value())).collect(Collectors.toSet());
        return new PruningPolicy.PoolCondition(
                condition.name().value(),
                eggs,
                pools(condition.pools()),
                boxed(condition.cpuThreshold()),
                boxed(condition.memoryThreshold()));
    }

    private static Optional<Integer> boxed(OptionalInt number) {
        return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
    }

    private static PruningPolicy.Action action(UglyFoxFile.Action action) {
        return switch (action) {
            case TERMINATE -> PruningPolicy.Action.TERMINATE;
            case DEMOTE_TO_NADIR -> PruningPolicy.Action.DEMOTE_TO_NADIR;
            case PROMOTE_TO_APEX -> PruningPolicy.Action.PROMOTE_TO_APEX;
        };
    }
}
