package io.polargosling.api;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.AgentSettings;
import io.polargosling.domain.egg.BucketConfig;
import io.polargosling.domain.egg.BucketRepo;
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
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.runner.ReserveOutcome;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerOrigin;
import io.polargosling.domain.runner.RunnerPlatform;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.token.ApiToken;
import io.polargosling.domain.token.Role;
import io.polargosling.domain.token.TokenHash;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** Eggs, runners and tokens in the store of the running API. */
public final class Fixtures {

    /** The GitLab server of all eggs here. */
    public static final GitLabServer SERVER = GitLabServer.of("gitlab.acme.test");

    /** The commit of all revisions here. */
    public static final CommitId COMMIT = CommitId.of("0123456789abcdef0123456789abcdef01234567");

    private static final AtomicLong NEXT = new AtomicLong(10_000);
    private static final SplittableRandom RANDOM = new SplittableRandom();

    private Fixtures() {}

    /** An egg that is stored, with what proves its webhooks. */
    public record StoredEgg(EggName name, long projectId, String webhookSecret) {}

    /** A fresh egg on a fresh project. */
    public static StoredEgg egg(String prefix) {
        return egg(prefix, NEXT.incrementAndGet(), RunnerKind.SERVERLESS, true);
    }

    /** A fresh egg. */
    public static StoredEgg egg(String prefix, long projectId, RunnerKind kind, boolean enabled) {
        return egg(prefix, SERVER, new TargetScope.Project(projectId), kind, enabled);
    }

    /** A fresh egg. */
    public static StoredEgg egg(
            String prefix, GitLabServer server, TargetScope scope, RunnerKind kind, boolean enabled) {
        var api = RunningApi.get();
        String secret = TokenHash.newToken();
        var config = declared(prefix, server, scope, kind, enabled);
        api.secrets().write(config.gitlab().webhookSecret(), SecretValue.of(secret));
        api.secrets().write(config.gitlab().apiToken(), SecretValue.of("glpat-test"));
        return new StoredEgg(config.name(), scope.id(), secret);
    }

    /** A fresh egg of which no secret was written, which takes its time. */
    public static EggConfig declared(
            String prefix, GitLabServer server, TargetScope scope, RunnerKind kind, boolean enabled) {
        var name = EggName.of(prefix + "-" + NEXT.incrementAndGet());
        var config = config(name, server, scope, kind, enabled);
        RunningApi.get()
                .storage()
                .eggs()
                .apply(config, "a".repeat(64), COMMIT, Instant.now(), audit("egg/" + name), fence());
        return config;
    }

    /** Stores {@code name} as an egg of a project, without a secret. */
    public static void store(EggName name, long projectId) {
        var config = config(name, SERVER, new TargetScope.Project(projectId), RunnerKind.SERVERLESS, true);
        RunningApi.get()
                .storage()
                .eggs()
                .apply(config, "a".repeat(64), COMMIT, Instant.now(), audit("egg/" + name), fence());
    }

    /** A fresh egg that names {@code runnerToken} as the token its machines share. */
    public static EggName sharing(String prefix, SecretUri runnerToken) {
        var name = EggName.of(prefix + "-" + NEXT.incrementAndGet());
        var plain = config(name, SERVER, new TargetScope.Project(NEXT.incrementAndGet()), RunnerKind.VM, true);
        var binding = new GitLabBinding(
                SERVER,
                plain.gitlab().scope(),
                plain.gitlab().apiToken(),
                plain.gitlab().webhookSecret(),
                Optional.of(runnerToken));
        var config = new EggConfig(
                name, plain.type(), plain.placements(), plain.resources(), plain.runner(), binding, plain.options());
        RunningApi.get()
                .storage()
                .eggs()
                .apply(config, "a".repeat(64), COMMIT, Instant.now(), audit("egg/" + name), fence());
        return name;
    }

    /** The repos of a fresh bucket, {@code repo-0} first, each a fresh project. */
    public static List<StoredEgg> bucket(String prefix, int repos) {
        var stored = declaredBucket(prefix, repos);
        for (int i = 0; i < repos; i++) {
            var repo = stored.get(i);
            RunningApi.get().secrets().write(secretOfRepo(repo.name(), i), SecretValue.of(repo.webhookSecret()));
        }
        return stored;
    }

    /** As {@link #bucket}, but no secret was written, which takes its time. */
    public static List<StoredEgg> declaredBucket(String prefix, int repos) {
        var name = EggName.of(prefix + "-" + NEXT.incrementAndGet());
        var shared = config(name, SERVER, new TargetScope.Project(1), RunnerKind.VM, true);
        var declared = new ArrayList<BucketRepo>();
        var stored = new ArrayList<StoredEgg>();
        for (int i = 0; i < repos; i++) {
            var scope = new TargetScope.Project(NEXT.incrementAndGet());
            String secret = TokenHash.newToken();
            var binding = new GitLabBinding(
                    SERVER, scope, shared.gitlab().apiToken(), secretOfRepo(name, i), Optional.empty());
            declared.add(new BucketRepo("repo-" + i, binding, Map.of()));
            stored.add(new StoredEgg(name, scope.id(), secret));
        }
        var bucket = new BucketConfig(
                name,
                shared.type(),
                shared.placements(),
                shared.resources(),
                shared.runner(),
                declared,
                shared.options());
        RunningApi.get()
                .storage()
                .eggs()
                .apply(bucket, "a".repeat(64), COMMIT, Instant.now(), audit("egg/" + name), fence());
        return stored;
    }

    /** Where the webhook secret of a repo of {@link #bucket} lies. */
    public static SecretUri secretOfRepo(EggName bucket, int repo) {
        return SecretUri.of("local://gitlab/" + bucket + "/repo-" + repo + "/webhook-secret");
    }

    /** A reserved runner of {@code egg} that may enrol with {@code enrolmentToken}. */
    public static Runner runner(StoredEgg egg, RunnerKind kind, String enrolmentToken) {
        return runner(egg.name(), Optional.empty(), kind, enrolmentToken);
    }

    /** A reserved runner, of the bucket's repo or of an egg. */
    public static Runner runner(EggName egg, Optional<String> repo, RunnerKind kind, String enrolmentToken) {
        var origin = new RunnerOrigin(egg, repo, kind, RunnerPlatform.PROCESS, Placement.local(), 1, COMMIT, now());
        var pool = kind == RunnerKind.VM ? Pool.APEX : Pool.SERVERLESS;
        var fresh = Runner.reserved(RunnerId.random(RANDOM), origin, pool, now().plus(Duration.ofMinutes(10)));
        fresh = fresh.withIdentity(fresh.identity().withEnrolment(Optional.of(TokenHash.of(enrolmentToken))));
        var outcome = RunningApi.get()
                .storage()
                .runners()
                .reserve(List.of(fresh), SlotLimits.of(100), List.of(audit("runner/" + fresh.id())), fence());
        return switch (outcome) {
            case ReserveOutcome.Reserved reserved -> reserved.runners().getFirst();
            case ReserveOutcome.Exhausted exhausted -> throw new IllegalStateException("no room: " + exhausted);
        };
    }

    /** The runner moved along, each step being a legal one. */
    public static Runner move(RunnerId id, RunnerState... steps) {
        var runners = RunningApi.get().storage().runners();
        var runner = runners.find(id).orElseThrow();
        for (var step : steps) {
            var moved = runner.moveTo(step, Instant.now(), Optional.of("test"));
            runner = runners.write(RunnerWrite.unfenced(moved, audit("runner/" + id)))
                    .getFirst();
        }
        return runner;
    }

    /** The row as {@code changed} makes it, read afresh. */
    public static Runner change(RunnerId id, UnaryOperator<Runner> changed) {
        var row = changed.apply(stored(id));
        return RunningApi.get()
                .storage()
                .runners()
                .write(new RunnerWrite(List.of(row), List.of(), Optional.empty(), Optional.empty(), false))
                .getFirst();
    }

    /** The runner as stored. */
    public static Runner stored(RunnerId id) {
        return RunningApi.get().storage().runners().find(id).orElseThrow();
    }

    /** The present to the microsecond, which is what every database keeps. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    /** A fresh API token. */
    public static String token(Role role, Instant expiresAt) {
        String token = TokenHash.newToken();
        RunningApi.get()
                .storage()
                .tokens()
                .save(new ApiToken(UUID.randomUUID(), "test", role, TokenHash.of(token), Instant.EPOCH, expiresAt));
        return token;
    }

    /** A fence that holds for as long as the tests run. */
    public static synchronized Fence fence() {
        var leases = RunningApi.get().storage().leases();
        return leases.find("test")
                .map(row -> new Fence(row.key(), row.token()))
                .orElseGet(() -> leases.take("test", "test", Optional.empty(), Instant.now())
                        .orElseThrow()
                        .fence());
    }

    /** An audit row about {@code resource}. */
    public static AuditEntry audit(String resource) {
        return AuditEntry.of(Instant.now(), "test", "test.change", resource, Map.of());
    }

    private static EggConfig config(
            EggName name, GitLabServer server, TargetScope scope, RunnerKind kind, boolean enabled) {
        var jobs = new JobFilter(Set.of("linux", "docker"), false, false);
        var agent = new AgentSettings(Executor.SHELL, 2, Optional.empty(), false, OptionalInt.empty());
        var binding = new GitLabBinding(
                server,
                scope,
                SecretUri.of("local://gitlab/" + name + "/api-token"),
                SecretUri.of("local://gitlab/" + name + "/webhook-secret"),
                Optional.empty());
        var options = new EggOptions(
                Map.of("GREETING", "hello", "DEPLOY", "local://ci/deploy", "SOME_TOKEN", "plain-but-secret"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                enabled);
        return new EggConfig(
                name,
                Optional.of(kind),
                List.of(Placement.local()),
                new Resources(1, 1L << 30, OptionalLong.empty(), false),
                new RunnerSettings(jobs, agent, 10, Duration.ofMinutes(10)),
                binding,
                options);
    }
}
