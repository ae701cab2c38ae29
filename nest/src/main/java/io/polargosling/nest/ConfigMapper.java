package io.polargosling.nest;

import io.polargosling.domain.egg.BucketConfig;
import io.polargosling.domain.egg.BucketRepo;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabBinding;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.job.JobConfig;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.fly.decode.BucketFile;
import io.polargosling.fly.decode.EggFile;
import io.polargosling.fly.decode.GitLabSpec;
import io.polargosling.fly.decode.JobFile;
import io.polargosling.fly.decode.Located;
import io.polargosling.fly.decode.UglyFoxFile;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Decoded files to the records of the domain; both sides are checked, so nothing can fail here. */
final class ConfigMapper {

    private final NestRules rules;

    ConfigMapper(NestRules rules) {
        this.rules = rules;
    }

    EggConfig egg(EggFile file) {
        EggName name = EggName.of(file.name().value());
        List<Placement> placements = FleetMapper.placements(file.fleet());
        return new EggConfig(
                name,
                file.fleet().type().map(FleetMapper::kind),
                placements,
                FleetMapper.resources(file.fleet().resources()),
                FleetMapper.runner(file.fleet().runner()),
                gitlab(file.gitlab(), name.value(), placements.getFirst().provider()),
                FleetMapper.options(file.fleet(), file.environment(), file.settings()));
    }

    BucketConfig bucket(BucketFile file) {
        EggName name = EggName.of(file.name().value());
        List<Placement> placements = FleetMapper.placements(file.fleet());
        CloudProvider cloud = placements.getFirst().provider();
        List<BucketRepo> repos = file.repos().stream()
                .map(repo -> new BucketRepo(
                        repo.name().value(),
                        gitlab(repo.gitlab(), repoOwner(file, repo), cloud),
                        FleetMapper.values(repo.environment())))
                .toList();
        return new BucketConfig(
                name,
                file.fleet().type().map(FleetMapper::kind),
                placements,
                FleetMapper.resources(file.fleet().resources()),
                FleetMapper.runner(file.fleet().runner()),
                repos,
                FleetMapper.options(file.fleet(), file.environment(), file.settings()));
    }

    /** The last part of the secret names of a repo, so that repos never share one. */
    static String repoOwner(BucketFile bucket, BucketFile.Repo repo) {
        return bucket.name().value() + "/" + repo.name().value();
    }

    /** The path that is the owner's own in every backend; a colon is not allowed there. */
    static String secretName(GitLabServer server, String owner) {
        return "gitlab/" + server.pathForm() + "/" + owner;
    }

    /** Where secrets lie that the egg does not name. */
    SecretUri.Scheme backend(CloudProvider cloud) {
        return rules.secretsBackend().orElseGet(() -> ownBackend(cloud));
    }

    /** The backend that belongs to a cloud. */
    static SecretUri.Scheme ownBackend(CloudProvider cloud) {
        return switch (cloud) {
            case YANDEX -> SecretUri.Scheme.YC_LOCKBOX;
            case AWS -> SecretUri.Scheme.AWS_SM;
            case LOCAL -> SecretUri.Scheme.LOCAL;
        };
    }

    private GitLabBinding gitlab(GitLabSpec gitlab, String owner, CloudProvider cloud) {
        GitLabServer server = GitLabServer.of(gitlab.server().value());
        TargetScope scope = switch (gitlab.target().value()) {
            case GitLabSpec.Target.Project(long id) -> new TargetScope.Project(id);
            case GitLabSpec.Target.Group(long id) -> new TargetScope.Group(id);
        };
        String path = secretName(server, owner);
        SecretUri.Scheme backend = backend(cloud);
        return new GitLabBinding(
                server,
                scope,
                secret(gitlab.apiToken()).orElseGet(() -> SecretUri.of(backend, path, "api-token")),
                secret(gitlab.webhookSecret()).orElseGet(() -> SecretUri.of(backend, path, "webhook-secret")),
                secret(gitlab.tokenSecret()));
    }

    static Optional<SecretUri> secret(Optional<Located<String>> written) {
        return written.map(found -> SecretUri.of(found.value()));
    }

    static JobConfig job(JobFile file) {
        JobFile.Run run = file.run();
        return new JobConfig(
                JobName.of(file.name().value()),
                new JobConfig.Schedule(
                        file.schedule().cron().value(),
                        ZoneId.of(file.schedule().timezone())),
                new JobConfig.Run(
                        run.script(),
                        FleetMapper.kind(run.type()),
                        new HashSet<>(run.tags()),
                        run.timeout(),
                        FleetMapper.values(run.environment())),
                file.recipients().stream().map(Located::value).toList(),
                file.enabled());
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
                FleetMapper.pools(condition.pools()),
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
