package io.polargosling.domain.planner;

import io.polargosling.domain.breaker.Breaker;
import io.polargosling.domain.breaker.BreakerScope;
import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.egg.AgentSettings;
import io.polargosling.domain.egg.BucketConfig;
import io.polargosling.domain.egg.BucketRepo;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.FleetConfig;
import io.polargosling.domain.egg.GitLabBinding;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.Resources;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.RunnerSettings;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerOrigin;
import io.polargosling.domain.runner.RunnerPlatform;
import io.polargosling.domain.runner.RunnerPulse;
import io.polargosling.domain.runner.RunnerSchedule;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** An egg on clouds with its jobs and machines, put together piece by piece. */
final class Scene {

    static final Placement FIRST = place("a");
    static final Placement SECOND = place("b");

    private Egg egg;
    private final List<CiJob> jobs = new ArrayList<>();
    private final List<Runner> live = new ArrayList<>();
    private final Set<RunnerId> overloaded = new HashSet<>();
    private Optional<Set<RunnerId>> machines = Optional.empty();
    private PoolLimits limits;
    private Breakers breakers = Breakers.CLOSED;

    private Scene(Egg egg) {
        this.egg = egg;
        this.limits = PoolLimits.defaults(egg.config().runner().maxRunners());
    }

    /** An egg of at most {@code maxRunners} at two places of a cloud, in its second revision. */
    static Scene of(Optional<RunnerKind> type, int maxRunners, int concurrent) {
        var plain = (EggConfig)
                Eggs.egg(type, maxRunners, concurrent, EggState.ACTIVE).config();
        return new Scene(revised(new EggConfig(
                plain.name(),
                plain.type(),
                List.of(FIRST, SECOND),
                plain.resources(),
                plain.runner(),
                plain.gitlab(),
                plain.options())));
    }

    static Scene vms(int maxRunners) {
        return of(Optional.of(RunnerKind.VM), maxRunners, 1);
    }

    static Scene serverless(int maxRunners) {
        return of(Optional.of(RunnerKind.SERVERLESS), maxRunners, 1);
    }

    /** A bucket of machines whose repos {@code r1}, {@code r2}, … are the projects 1, 2, … */
    static Scene bucket(Optional<RunnerKind> type, int maxRunners, int repos) {
        var plain = (EggConfig) Eggs.egg(type, maxRunners, 1, EggState.ACTIVE).config();
        var all = new ArrayList<BucketRepo>();
        for (int n = 1; n <= repos; n++) {
            var gitlab = plain.gitlab();
            all.add(new BucketRepo(
                    "r" + n,
                    new GitLabBinding(
                            gitlab.server(),
                            new TargetScope.Project(n),
                            gitlab.apiToken(),
                            gitlab.webhookSecret(),
                            gitlab.runnerToken()),
                    Map.of()));
        }
        return new Scene(revised(new BucketConfig(
                plain.name(),
                plain.type(),
                List.of(FIRST, SECOND),
                plain.resources(),
                plain.runner(),
                all,
                plain.options())));
    }

    private static Egg revised(FleetConfig config) {
        var plain = Eggs.egg(config.type(), 1, 1, EggState.ACTIVE);
        var first = plain.active();
        var revision = new EggRevision(first.egg(), 2, config, first.hash(), first.commit(), first.createdAt());
        return new Egg(revision, EggState.ACTIVE, Optional.empty(), false, Optional.empty(), 1, 0, plain.syncedAt());
    }

    Scene state(EggState state) {
        egg = egg.movedTo(state, Optional.empty());
        return this;
    }

    /** With spot machines. */
    Scene preemptible() {
        var plain = (EggConfig) egg.config();
        var size = plain.resources();
        egg = revised(new EggConfig(
                plain.name(),
                plain.type(),
                plain.placements(),
                new Resources(size.cpu(), size.memoryBytes(), size.diskBytes(), true),
                plain.runner(),
                plain.gitlab(),
                plain.options()));
        return this;
    }

    Scene privileged() {
        var plain = (EggConfig) egg.config();
        var agent = plain.runner().agent();
        var privileged =
                new AgentSettings(agent.executor(), agent.concurrent(), agent.image(), true, agent.maxBuilds());
        egg = revised(new EggConfig(
                plain.name(),
                plain.type(),
                plain.placements(),
                plain.resources(),
                new RunnerSettings(
                        plain.runner().jobs(),
                        privileged,
                        plain.runner().maxRunners(),
                        plain.runner().idleTimeout()),
                plain.gitlab(),
                plain.options()));
        return this;
    }

    Scene limits(int apexMin, int apexMax, int nadirMin, int nadirMax) {
        limits = new PoolLimits(
                new PoolLimits.Range(apexMin, apexMax),
                new PoolLimits.Range(nadirMin, nadirMax),
                Duration.ofMinutes(30));
        return this;
    }

    Scene jobs(CiJob... more) {
        jobs.addAll(List.of(more));
        return this;
    }

    Scene jobs(List<CiJob> more) {
        jobs.addAll(more);
        return this;
    }

    Scene fleet(Runner... more) {
        live.addAll(List.of(more));
        return this;
    }

    Scene fleet(List<Runner> more) {
        live.addAll(more);
        return this;
    }

    Scene overloaded(Runner... more) {
        Stream.of(more).map(Runner::id).forEach(overloaded::add);
        return this;
    }

    /** Only the machines of these runners exist. */
    Scene machines(Runner... only) {
        machines = Optional.of(Set.of(Stream.of(only).map(Runner::id).toArray(RunnerId[]::new)));
        return this;
    }

    Scene eggBreaker(Breaker breaker) {
        breakers = new Breakers(Optional.of(breaker), breakers.places());
        return this;
    }

    Scene placeBreaker(Placement place, RunnerKind kind, Breaker plain) {
        var places = new HashMap<>(breakers.places());
        var scope = scopeOf(place, kind);
        places.put(
                scope,
                new Breaker(scope, plain.state(), plain.failures(), plain.cause(), plain.rest(), plain.version()));
        breakers = new Breakers(breakers.egg(), places);
        return this;
    }

    BreakerScope scopeOf(Placement place, RunnerKind kind) {
        return Breakers.scope(place, kind, egg.config().resources());
    }

    Egg egg() {
        return egg;
    }

    List<Runner> live() {
        return live;
    }

    PlannerInput input() {
        return new PlannerInput(
                egg,
                Optional.of(jobs),
                new Fleet(live, live, machines, overloaded),
                new PoolPolicy(limits, Duration.ofSeconds(30), Duration.ofHours(24)),
                breakers,
                Eggs.NOW);
    }

    Planning plan() {
        return Planner.plan(input());
    }

    List<RunnerChange> changes() {
        return plan().changes();
    }

    private static Placement place(String zone) {
        return new Placement(
                CloudProvider.AWS,
                Optional.of("eu-1"),
                Optional.of("eu-1" + zone),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    static RunnerChange.Create creation(RunnerKind kind, String reason) {
        return new RunnerChange.Create(kind, FIRST, Optional.empty(), reason);
    }

    /** A virtual machine of the egg's present revision, five minutes in its state, an hour and more old. */
    static Runner vm(int number, RunnerState state) {
        return made(number, RunnerKind.VM, RunnerPlatform.VM, state);
    }

    /** As {@link #vm}, made for one job. */
    static Runner container(int number, RunnerState state) {
        return made(number, RunnerKind.SERVERLESS, RunnerPlatform.SERVERLESS, state);
    }

    private static Runner made(int number, RunnerKind kind, RunnerPlatform platform, RunnerState state) {
        var plain = Eggs.runner(number, kind, state);
        var origin = plain.origin();
        var pool = state == RunnerState.DORMANT ? Pool.NADIR : kind == RunnerKind.VM ? Pool.APEX : Pool.SERVERLESS;
        boolean slotless = state == RunnerState.FAILED || state == RunnerState.TERMINATED;
        var changed = new Runner(
                plain.id(),
                new RunnerOrigin(
                        origin.egg(), Optional.empty(), kind, platform, FIRST, 2, origin.commit(), origin.createdAt()),
                plain.status(),
                plain.schedule(),
                plain.pulse(),
                plain.identity(),
                slotless ? Optional.empty() : Optional.of(pool),
                1);
        return state == RunnerState.PROVISIONING ? changed : since(changed, Duration.ofMinutes(5));
    }

    static Runner since(Runner runner, Duration ago) {
        var status = runner.status();
        var at = Eggs.NOW.minus(ago);
        var schedule = runner.schedule();
        return with(
                runner,
                new RunnerStatus(status.state(), status.phase(), status.cause(), status.order(), at, status.attempt()),
                schedule.idleSince().isPresent() ? schedule.withIdleSince(Optional.of(at)) : schedule);
    }

    static Runner because(Runner runner, String cause) {
        var status = runner.status();
        return with(
                runner,
                new RunnerStatus(
                        status.state(),
                        status.phase(),
                        Optional.of(cause),
                        status.order(),
                        status.since(),
                        status.attempt()),
                runner.schedule());
    }

    static Runner overdue(Runner runner) {
        return runner.withSchedule(runner.schedule().withDeadline(Optional.of(Eggs.NOW)));
    }

    static Runner dueAt(Runner runner, Instant at) {
        return runner.withSchedule(runner.schedule().withNextAction(Optional.of(at)));
    }

    private static Runner with(Runner runner, RunnerStatus status, RunnerSchedule schedule) {
        return new Runner(
                runner.id(),
                runner.origin(),
                status,
                schedule,
                runner.pulse(),
                runner.identity(),
                runner.slot(),
                runner.version());
    }

    static Runner ofRepo(Runner runner, String repo) {
        return with(
                runner,
                Optional.of(repo),
                runner.origin().revision(),
                runner.origin().createdAt());
    }

    static Runner outdated(Runner runner) {
        return with(runner, runner.origin().repo(), 1, runner.origin().createdAt());
    }

    static Runner made(Runner runner, Instant at) {
        return with(runner, runner.origin().repo(), runner.origin().revision(), at);
    }

    private static Runner with(Runner runner, Optional<String> repo, long revision, Instant createdAt) {
        var origin = runner.origin();
        return new Runner(
                runner.id(),
                new RunnerOrigin(
                        origin.egg(),
                        repo,
                        origin.kind(),
                        origin.platform(),
                        origin.placement(),
                        revision,
                        origin.commit(),
                        createdAt),
                runner.status(),
                runner.schedule(),
                runner.pulse(),
                runner.identity(),
                runner.slot(),
                runner.version());
    }

    static Runner ordered(Runner runner, PendingOrder.Kind kind, String reason) {
        return runner.withOrder(Optional.of(new PendingOrder(kind, reason, "uglyfox")));
    }

    /** With no order on its row. */
    static Runner free(Runner runner) {
        return runner.withOrder(Optional.empty());
    }

    static Runner silent(Runner runner, Duration silence) {
        var pulse = runner.pulse();
        return runner.withPulse(new RunnerPulse(
                Optional.of(Eggs.NOW.minus(silence)),
                pulse.sequence(),
                pulse.runningJobs(),
                pulse.finished(),
                pulse.bootPhase(),
                pulse.failures()));
    }

    static Runner reporting(Runner runner, Long... jobs) {
        return runner.withPulse(new RunnerPulse(Optional.of(Eggs.NOW), 2, List.of(jobs), false, Optional.empty(), 0));
    }

    /** A job of {@code project} that has waited since {@code ago}. */
    static CiJob waiting(long id, long project, Duration ago, Optional<Duration> expected) {
        var plain = Eggs.job(id, "docker");
        return new CiJob(
                plain.server(),
                project,
                id,
                plain.tags(),
                true,
                false,
                Eggs.NOW.minus(ago),
                plain.runnerId(),
                expected);
    }

    static CiJob waiting(long id, long project) {
        return waiting(id, project, Duration.ofSeconds(10), Optional.empty());
    }

    static CiJob running(long id, long project, Runner runner) {
        var plain = Eggs.runningOn(id, runner);
        return new CiJob(
                plain.server(),
                project,
                id,
                plain.tags(),
                true,
                true,
                plain.createdAt(),
                plain.runnerId(),
                Optional.empty());
    }
}
