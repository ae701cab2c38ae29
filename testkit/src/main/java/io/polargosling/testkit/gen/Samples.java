package io.polargosling.testkit.gen;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.AgentSettings;
import io.polargosling.domain.egg.BucketConfig;
import io.polargosling.domain.egg.BucketRepo;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.CommitId;
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
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanBinding;
import io.polargosling.domain.plan.PlanChanges;
import io.polargosling.domain.plan.PlanInputs;
import io.polargosling.domain.plan.PlanKind;
import io.polargosling.domain.plan.PlanOrigin;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerOrigin;
import io.polargosling.domain.runner.RunnerPlatform;
import io.polargosling.domain.secret.SecretUri;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Valid domain values. Times are whole microseconds, which is what every database keeps. */
public final class Samples {

    /** The present of tests. */
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");

    /** A commit of the Nest. */
    public static final CommitId COMMIT = CommitId.of("0123456789abcdef0123456789abcdef01234567");

    /** A GitLab server. */
    public static final GitLabServer SERVER = GitLabServer.of("gitlab.example");

    private Samples() {}

    /** An egg of one project on this host, with every default. */
    public static EggConfig eggConfig(String name) {
        return eggConfig(name, 4711);
    }

    /** As {@link #eggConfig(String)}, for the project {@code projectId}. */
    public static EggConfig eggConfig(String name, long projectId) {
        var options = new EggOptions(
                Map.of("GREETING", "hello"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
        return eggConfig(name, new TargetScope.Project(projectId), options);
    }

    /** An egg of one project that is declared with {@code enabled = false}. */
    public static EggConfig disabledEggConfig(String name) {
        var options =
                new EggOptions(Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
        return eggConfig(name, new TargetScope.Project(4711), options);
    }

    /** An egg of a group that says everything an egg can say, in letters of several scripts. */
    public static EggConfig fullEggConfig(String name) {
        var limits = new PoolLimits(new PoolLimits.Range(1, 4), new PoolLimits.Range(0, 2), Duration.ofMinutes(20));
        var options = new EggOptions(
                Map.of("ПРИВЕТ", "гусёнок 🪿 \"\\\n", "TOKEN", "local://ci/token"),
                Optional.of(limits),
                Optional.of("rift-1"),
                Optional.of("0.1.0"),
                Optional.of("1.12.1"),
                true);
        var plain = eggConfig(name, new TargetScope.Group(99), options);
        var aws = new Placement(
                CloudProvider.AWS,
                Optional.of("eu-central-1"),
                Optional.of("eu-central-1a"),
                Optional.of("subnet-1"),
                List.of("sg-2", "sg-1"),
                Optional.of("profile"),
                Optional.of("ami-1"));
        return new EggConfig(
                plain.name(),
                Optional.of(RunnerKind.VM),
                List.of(aws, Placement.local()),
                new Resources(4, 8L << 30, OptionalLong.of(100L << 30), true),
                plain.runner(),
                plain.gitlab(),
                plain.options());
    }

    /** A bucket of {@code repos} repos, {@code repo-1} with project 1 and so on, of which every third is a group. */
    public static BucketConfig bucketConfig(String name, int repos) {
        var shared = eggConfig(name);
        var declared = IntStream.rangeClosed(1, repos)
                .mapToObj(number -> bucketRepo(name, number))
                .toList();
        return new BucketConfig(
                shared.name(),
                shared.type(),
                shared.placements(),
                shared.resources(),
                shared.runner(),
                declared,
                shared.options());
    }

    private static BucketRepo bucketRepo(String bucket, int number) {
        String repo = "repo-" + number;
        var binding = new GitLabBinding(
                SERVER,
                number % 3 == 0 ? new TargetScope.Group(number) : new TargetScope.Project(number),
                SecretUri.of("local://gitlab/" + bucket + "/" + repo + "/api-token"),
                SecretUri.of("local://gitlab/" + bucket + "/" + repo + "/webhook-secret"),
                Optional.empty());
        return new BucketRepo(repo, binding, Map.of("REPO", repo));
    }

    private static EggConfig eggConfig(String name, TargetScope scope, EggOptions options) {
        var jobs = new JobFilter(Set.of("docker", "linux"), false, false);
        var agent = new AgentSettings(Executor.SHELL, 1, Optional.empty(), false, OptionalInt.of(1));
        var binding = new GitLabBinding(
                SERVER,
                scope,
                SecretUri.of("local://gitlab/api-token"),
                SecretUri.of("local://gitlab/webhook-" + name),
                Optional.empty());
        return new EggConfig(
                EggName.of(name),
                Optional.empty(),
                List.of(Placement.local()),
                new Resources(1, 1L << 30, OptionalLong.empty(), false),
                new RunnerSettings(jobs, agent, 10, Duration.ofMinutes(10)),
                binding,
                options);
    }

    /** A reserved runner of {@code egg} with a slot of Apex, as it is before its first write. */
    public static Runner runner(EggName egg, RandomGenerator random) {
        return runner(egg, RunnerId.random(random), Pool.APEX, NOW);
    }

    /** A reserved runner, as it is before its first write. */
    public static Runner runner(EggName egg, RunnerId id, Pool slot, Instant createdAt) {
        var origin = new RunnerOrigin(
                egg, Optional.empty(), RunnerKind.VM, RunnerPlatform.PROCESS, Placement.local(), 1, COMMIT, createdAt);
        return Runner.reserved(id, origin, slot, createdAt.plus(Duration.ofMinutes(10)));
    }

    /** A plan of {@code egg} as it is before its first write. */
    public static Plan plan(EggName egg, Instant createdAt) {
        var inputs = new PlanInputs(1, hash('c'), COMMIT, hash('d'), "1.12.1", "{\"module\":\"local\"}");
        var changes = new PlanChanges(List.of(RunnerId.of("abcdef123456")), List.of(RunnerId.of("000000000000")));
        return Plan.pending(
                UUID.randomUUID(),
                egg,
                new PlanOrigin(PlanKind.ROLLBACK, Optional.of(new UUID(1, 2))),
                inputs,
                changes,
                new PlanBinding(hash('e'), hash('f'), OptionalLong.of(7)),
                createdAt);
    }

    /** An audit entry about {@code resource}. */
    public static AuditEntry audit(String resource) {
        return AuditEntry.of(NOW, "worker", "test.change", resource, Map.of("reason", "тест 🪿"));
    }

    /** A policy that says everything a policy can say. */
    public static PruningPolicy policy() {
        var limits = new PoolLimits(new PoolLimits.Range(1, 4), new PoolLimits.Range(0, 2), Duration.ofMinutes(20));
        var condition = new PruningPolicy.PoolCondition(
                "большой", Set.of(EggName.of("web"), EggName.of("api")), limits, Optional.of(80), Optional.empty());
        return new PruningPolicy(
                5,
                Duration.ofHours(12),
                Duration.ofSeconds(90),
                List.of(condition),
                List.of(
                        new PruningPolicy.PolicyRule("old", "age > 2h", PruningPolicy.Action.TERMINATE),
                        new PruningPolicy.PolicyRule("calm", "idle_time > 1h", PruningPolicy.Action.DEMOTE_TO_NADIR)));
    }

    /** A text of the form of a SHA-256, all of one digit. */
    public static String hash(char digit) {
        return String.valueOf(digit).repeat(64);
    }
}
