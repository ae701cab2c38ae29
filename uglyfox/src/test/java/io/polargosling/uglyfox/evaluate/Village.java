package io.polargosling.uglyfox.evaluate;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.planner.Breakers;
import io.polargosling.domain.planner.Fleet;
import io.polargosling.domain.planner.Planner;
import io.polargosling.domain.planner.PlannerInput;
import io.polargosling.domain.planner.PoolPolicy;
import io.polargosling.domain.planner.RunnerChange;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerPlatform;
import io.polargosling.domain.runner.RunnerPulse;
import io.polargosling.domain.runner.RunnerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * One egg whose rows the planner and UglyFox change in turn, each by its period. Machines do what is asked of them
 * after the longest time it may take.
 */
final class Village {

    static final Duration STEP = Duration.ofSeconds(15);
    static final Duration CHECK_INTERVAL = Duration.ofMinutes(5);
    static final Duration RECONCILE_PERIOD = Duration.ofMinutes(1);
    static final Duration POOL_IDLE_TIMEOUT = Duration.ofMinutes(30);

    /** From the begin of a proof to the end of the machine, or to its rest. */
    static final Duration DRAIN = Duration.ofMinutes(2);

    private static final Duration BOOT = Duration.ofMinutes(1);

    private final Egg egg;
    private final PoolLimits limits;
    private final PruningPolicy policy =
            new PruningPolicy(3, Duration.ofDays(30), CHECK_INTERVAL, List.of(), List.of());
    private final Evaluator evaluator = new Evaluator(Fleets.HEARTBEAT);
    private final Instant begin = Fleets.NOW;
    private final List<Instant> changedAt = new ArrayList<>();
    private final int offset;
    private List<Runner> runners = List.of();
    private List<CiJob> jobs = List.of();
    private Instant now = Fleets.NOW;
    private int made = 100;

    /** @param offset seconds by which UglyFox's checks are shifted */
    Village(int apexMin, int apexMax, int nadirMax, int offset) {
        this.egg = ofMachines(Fleets.egg("web", apexMax));
        this.limits = Fleets.limits(apexMin, apexMax, nadirMax);
        this.offset = offset - offset % (int) STEP.toSeconds();
    }

    private static Egg ofMachines(Egg plain) {
        var config = (EggConfig) plain.config();
        var machines = new EggConfig(
                config.name(),
                Optional.of(RunnerKind.VM),
                config.placements(),
                config.resources(),
                config.runner(),
                config.gitlab(),
                config.options());
        var active = plain.active();
        return plain.activated(
                new EggRevision(
                        active.egg(), active.number(), machines, active.hash(), active.commit(), active.createdAt()),
                Optional.empty());
    }

    /** Machines that have just lost their last job. */
    void settle(int machines, RunnerPlatform platform) {
        runners = IntStream.range(0, machines)
                .mapToObj(n ->
                        Fleets.runner(egg.name(), n, RunnerState.IDLE, platform, Duration.ofMinutes(50), Duration.ZERO))
                .toList();
    }

    /** Jobs that wait from now on. */
    void await(int count) {
        var target = egg.config().targets().getFirst();
        jobs = IntStream.range(0, count)
                .mapToObj(n -> new CiJob(
                        target.server(),
                        target.scope().id(),
                        n,
                        egg.config().runner().jobs().tags(),
                        true,
                        false,
                        now,
                        OptionalLong.empty(),
                        Optional.empty()))
                .toList();
    }

    void runFor(Duration time) {
        var end = now.plus(time);
        while (now.isBefore(end)) {
            long second = Duration.between(begin, now).toSeconds();
            runners = runners.stream().flatMap(runner -> move(runner).stream()).toList();
            if (second % CHECK_INTERVAL.toSeconds() == offset) {
                judge();
            }
            if (second % RECONCILE_PERIOD.toSeconds() == 0) {
                decide();
            }
            now = now.plus(STEP);
        }
    }

    private Optional<Runner> move(Runner runner) {
        var pulse = new RunnerPulse(Optional.of(now), 1, List.of(), false, Optional.empty(), 0);
        var alive = runner.withPulse(pulse);
        var inState = Duration.between(runner.status().since(), now);
        return switch (runner.state()) {
            case PROVISIONING, PROMOTING ->
                Optional.of(inState.compareTo(BOOT) < 0 ? runner : moved(alive, RunnerState.IDLE));
            case DRAINING -> inState.compareTo(DRAIN) < 0 ? Optional.of(alive) : Optional.empty();
            case DEMOTING ->
                Optional.of(
                        inState.compareTo(DRAIN) < 0
                                ? alive
                                : moved(alive, RunnerState.DORMANT).withOrder(Optional.empty()));
            case ACTIVE, IDLE, BUSY -> Optional.of(alive);
            case DORMANT -> Optional.of(runner);
            case FAILED, TERMINATING, TERMINATED -> Optional.empty();
        };
    }

    private Runner moved(Runner runner, RunnerState state) {
        var moved = runner.moveTo(state, now, Optional.empty());
        return state == RunnerState.IDLE
                        && runner.state() != RunnerState.DRAINING
                        && runner.state() != RunnerState.DEMOTING
                ? moved.withSchedule(moved.schedule().withIdleSince(Optional.of(now)))
                : moved;
    }

    private void judge() {
        var fleet = new EggFleet(egg, runners, limits, jobs.size());
        for (var ruling : evaluator.judge(List.of(fleet), policy, now).rulings()) {
            change(ruling.runner().id(), runner -> runner.withOrder(ruling.order()));
        }
    }

    private void decide() {
        var input = new PlannerInput(
                egg,
                Optional.of(jobs),
                new Fleet(runners, runners, Optional.empty(), Set.of()),
                new PoolPolicy(limits, Fleets.HEARTBEAT, policy.maxAge()),
                Breakers.CLOSED,
                now);
        for (var change : Planner.plan(input).changes()) {
            switch (change) {
                case RunnerChange.Create _ -> add();
                case RunnerChange.Wake wake -> change(wake.runner(), runner -> moved(runner, RunnerState.PROMOTING));
                case RunnerChange.Drain drain -> change(drain.runner(), runner -> moved(runner, RunnerState.DRAINING));
                case RunnerChange.Demote down -> change(down.runner(), runner -> moved(runner, RunnerState.DEMOTING));
                case RunnerChange.Withdraw back -> change(back.runner(), runner -> moved(runner, RunnerState.IDLE));
                case RunnerChange.Terminate end ->
                    change(end.runner(), runner -> moved(runner, RunnerState.TERMINATING));
                case RunnerChange.Fail fail -> change(fail.runner(), runner -> moved(runner, RunnerState.FAILED));
                case RunnerChange.ContinueDrain _, RunnerChange.ContinueWake _ -> {}
            }
        }
    }

    private void add() {
        changedAt.add(now);
        var grown = new ArrayList<>(runners);
        var age = Duration.between(now, Fleets.NOW);
        grown.add(Fleets.runner(EggName.of("web"), made++, RunnerState.PROVISIONING, RunnerPlatform.VM, age, age));
        runners = grown;
    }

    private void change(RunnerId id, UnaryOperator<Runner> how) {
        changedAt.add(now);
        runners = runners.stream()
                .map(runner -> runner.id().equals(id) ? how.apply(runner) : runner)
                .toList();
    }

    int count(RunnerState state) {
        return (int) runners.stream().filter(runner -> runner.state() == state).count();
    }

    int all() {
        return runners.size();
    }

    /** Machines that serve jobs, or will when they are up. */
    int serving() {
        return count(RunnerState.IDLE) + count(RunnerState.PROVISIONING) + count(RunnerState.PROMOTING);
    }

    /** How many changes there were. */
    int changes() {
        return changedAt.size();
    }

    /** How many of them there were within {@code time} of the begin. */
    int changesAfter(Duration time) {
        return (int)
                changedAt.stream().filter(at -> !at.isAfter(begin.plus(time))).count();
    }
}
