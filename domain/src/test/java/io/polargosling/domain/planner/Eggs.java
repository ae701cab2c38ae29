package io.polargosling.domain.planner;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.egg.AgentSettings;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggOptions;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.egg.EggState;
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
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerIdentity;
import io.polargosling.domain.runner.RunnerOrigin;
import io.polargosling.domain.runner.RunnerPlatform;
import io.polargosling.domain.runner.RunnerPulse;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.secret.SecretUri;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/** Eggs, jobs and runners as the planner's tests need them. */
final class Eggs {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final GitLabServer SERVER = GitLabServer.of("gitlab.example");
    private static final CommitId COMMIT = CommitId.of("0123456789abcdef0123456789abcdef01234567");

    private Eggs() {}

    static Egg egg(Optional<RunnerKind> type, int maxRunners, int concurrent, EggState state) {
        var secret = SecretUri.of("local://gitlab/token");
        var config = new EggConfig(
                EggName.of("web"),
                type,
                List.of(Placement.local()),
                new Resources(1, 1L << 30, java.util.OptionalLong.empty(), false),
                new RunnerSettings(
                        new JobFilter(Set.of("docker", "linux"), false, false),
                        new AgentSettings(Executor.SHELL, concurrent, Optional.empty(), false, OptionalInt.empty()),
                        maxRunners,
                        Duration.ofMinutes(10)),
                new GitLabBinding(SERVER, new TargetScope.Project(5), secret, secret, Optional.empty()),
                new EggOptions(Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true));
        return new Egg(
                new EggRevision(config.name(), 1, config, "a".repeat(64), COMMIT, NOW),
                state,
                Optional.empty(),
                false,
                Optional.empty(),
                1,
                0,
                NOW);
    }

    static PlannerInput input(Egg egg, List<CiJob> jobs, List<Runner> fleet) {
        var newestFirst = fleet.reversed();
        return new PlannerInput(
                egg,
                Optional.of(jobs),
                new Fleet(fleet, newestFirst, Optional.empty(), Set.of()),
                new PoolPolicy(
                        PoolLimits.defaults(egg.config().runner().maxRunners()),
                        Duration.ofSeconds(30),
                        Duration.ofHours(24)),
                Breakers.CLOSED,
                NOW);
    }

    static RunnerChange.Create create(RunnerKind kind, String reason) {
        return new RunnerChange.Create(kind, Placement.local(), Optional.empty(), reason);
    }

    static List<CiJob> pending(int count) {
        return IntStream.range(0, count).mapToObj(n -> job(n, "docker")).toList();
    }

    static CiJob job(long id, String... tags) {
        return new CiJob(SERVER, 5, id, Set.of(tags), true, false, NOW, OptionalLong.empty(), Optional.empty());
    }

    static CiJob runningOn(long id, Runner runner) {
        return new CiJob(
                SERVER,
                5,
                id,
                Set.of("docker"),
                true,
                true,
                NOW,
                runner.identity().gitlabRunnerId(),
                Optional.empty());
    }

    /** A runner that GitLab knows by {@code number}, heard from just now; one that is on its way out was ordered to. */
    static Runner runner(int number, RunnerKind kind, RunnerState state) {
        var id = RunnerId.of(String.format(Locale.ROOT, "runner%06d", number));
        var origin = new RunnerOrigin(
                EggName.of("web"),
                Optional.empty(),
                kind,
                RunnerPlatform.PROCESS,
                Placement.local(),
                1,
                COMMIT,
                NOW.minus(Duration.ofHours(1)).plusSeconds(number));
        var pool = kind == RunnerKind.VM ? Pool.APEX : Pool.SERVERLESS;
        var reserved = Runner.reserved(id, origin, pool, NOW.plus(Duration.ofMinutes(10)));
        if (state == RunnerState.PROVISIONING) {
            return reserved;
        }
        var order = switch (state) {
            case DRAINING -> Optional.of(new PendingOrder(PendingOrder.Kind.TERMINATE, "max_age", "uglyfox"));
            case DEMOTING -> Optional.of(new PendingOrder(PendingOrder.Kind.DEMOTE, "over_max", "uglyfox"));
            case PROVISIONING, ACTIVE, IDLE, BUSY, DORMANT, PROMOTING, FAILED, TERMINATING, TERMINATED ->
                Optional.<PendingOrder>empty();
        };
        return reserved.moveTo(state, NOW.minus(Duration.ofMinutes(1)), Optional.empty())
                .withOrder(order)
                .withIdentity(new RunnerIdentity(
                        Optional.empty(), Optional.empty(), OptionalLong.of(number), false, Optional.empty()))
                .withPulse(new RunnerPulse(Optional.of(NOW), 1, List.of(), false, Optional.empty(), 0));
    }

    static Runner finished(Runner runner) {
        return runner.withPulse(new RunnerPulse(Optional.of(NOW), 2, List.of(), true, Optional.empty(), 0));
    }

    /** A runner that ended {@code ago} without ever being heard from. */
    static Runner cameToNothing(int number, Duration ago) {
        return runner(number, RunnerKind.VM, RunnerState.PROVISIONING)
                .inPhase(Phase.BOOTING)
                .moveTo(RunnerState.FAILED, NOW.minus(ago), Optional.of("boot-deadline"));
    }
}
