package io.polargosling.domain.planner;

import static io.polargosling.domain.planner.Eggs.NOW;
import static io.polargosling.domain.planner.Eggs.input;
import static io.polargosling.domain.planner.Eggs.pending;
import static io.polargosling.domain.planner.Eggs.runner;
import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.RunnerPulse;
import io.polargosling.domain.runner.RunnerState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlannerTest {

    private static final Egg VM = Eggs.egg(Optional.of(RunnerKind.VM), 10, 1, EggState.ACTIVE);
    private static final Egg SERVERLESS = Eggs.egg(Optional.of(RunnerKind.SERVERLESS), 10, 1, EggState.ACTIVE);

    @ParameterizedTest
    @EnumSource(RunnerKind.class)
    void plan_noDemand_isNothing(RunnerKind kind) {
        var planning = Planner.plan(input(egg(kind), List.of(), List.of()));

        assertThat(planning).isEqualTo(new Planning(List.of(), List.of(), List.of(), 0, 0, Optional.empty()));
    }

    @ParameterizedTest
    @EnumSource(RunnerKind.class)
    void plan_onePending_createsOne(RunnerKind kind) {
        var planning = Planner.plan(input(egg(kind), pending(1), List.of()));

        assertThat(planning.changes()).containsExactly(Eggs.create(kind, "jobs-waiting"));
        assertThat(planning.pending()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(RunnerKind.class)
    void plan_fiftyPending_createsUpToTheMaximum(RunnerKind kind) {
        var planning = Planner.plan(input(egg(kind), pending(50), List.of()));

        assertThat(planning.changes()).hasSize(10).containsOnly(Eggs.create(kind, "jobs-waiting"));
        assertThat(planning.pending()).isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "2, 3", "4, 2", "5, 1", "100, 1"})
    void plan_machinesWithSeveralJobs_areAsManyAsNeeded(int concurrent, int expected) {
        var egg = Eggs.egg(Optional.of(RunnerKind.VM), 10, concurrent, EggState.ACTIVE);

        assertThat(Planner.plan(input(egg, pending(5), List.of())).changes()).hasSize(expected);
    }

    @Test
    void plan_withoutType_decidesEachJobAlone() {
        var egg = Eggs.egg(Optional.empty(), 10, 1, EggState.ACTIVE);
        var persistent = Eggs.job(2, "docker", "long-running");

        var planning = Planner.plan(input(egg, List.of(Eggs.job(1, "docker"), persistent), List.of()));

        assertThat(planning.changes()).containsExactly(Eggs.create(RunnerKind.SERVERLESS, "jobs-waiting"));
        assertThat(planning.notes())
                .singleElement()
                .asString()
                .startsWith("no-matching-tags: 1 waiting, the first is job 2");
    }

    @ParameterizedTest
    @CsvSource({"VM, IDLE", "VM, ACTIVE", "VM, PROVISIONING", "SERVERLESS, IDLE", "SERVERLESS, PROVISIONING"})
    void plan_freeRunner_isUsedFirst(RunnerKind kind, RunnerState state) {
        var fleet = List.of(runner(1, kind, state));

        assertThat(Planner.plan(input(egg(kind), pending(1), fleet)).changes()).isEmpty();
        assertThat(Planner.plan(input(egg(kind), pending(3), fleet)).changes()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"VM, DRAINING", "VM, TERMINATING", "SERVERLESS, BUSY", "SERVERLESS, DRAINING"})
    void plan_runnerThatCannotTakeTheJob_isNotCounted(RunnerKind kind, RunnerState state) {
        var fleet = List.of(runner(1, kind, state));

        assertThat(creations(Planner.plan(input(egg(kind), pending(1), fleet)))).hasSize(1);
    }

    @Test
    void plan_busyMachine_countsForItsOwnJobOnly() {
        var busy = runner(1, RunnerKind.VM, RunnerState.BUSY);
        var running = Eggs.runningOn(90, busy);

        assertThat(Planner.plan(input(VM, List.of(running), List.of(busy))).changes())
                .isEmpty();
        assertThat(creations(Planner.plan(input(VM, List.of(running, Eggs.job(1, "docker")), List.of(busy)))))
                .hasSize(1);
    }

    @Test
    void plan_jobOnAMachineThatIsOrderedToEnd_needsNoOtherMachine() {
        var ordered = runner(1, RunnerKind.VM, RunnerState.BUSY).withOrder(order("max_age"));

        assertThat(Planner.plan(input(VM, List.of(Eggs.runningOn(90, ordered)), List.of(ordered)))
                        .changes())
                .isEmpty();
    }

    @Test
    void plan_minimum_isKeptWithoutDemand() {
        var limits = new PoolLimits(new PoolLimits.Range(2, 5), new PoolLimits.Range(0, 0), Duration.ofMinutes(1));
        var plain = input(VM, List.of(), List.of(runner(1, RunnerKind.VM, RunnerState.IDLE)));
        var input = new PlannerInput(
                VM,
                plain.jobs(),
                plain.fleet(),
                new PoolPolicy(limits, Duration.ofSeconds(30), Duration.ofHours(24)),
                Breakers.CLOSED,
                NOW);

        assertThat(Planner.plan(input).changes()).containsExactly(Eggs.create(RunnerKind.VM, "below-minimum"));
    }

    @Test
    void plan_fullEgg_saysSo() {
        var fleet = IntStream.range(0, 10)
                .mapToObj(n -> runner(n, RunnerKind.SERVERLESS, RunnerState.BUSY))
                .toList();

        var planning = Planner.plan(input(SERVERLESS, pending(1), fleet));

        assertThat(planning.changes()).isEmpty();
        assertThat(planning.notes()).containsExactly("runner-limit: 1 more wanted {max=10, used=10}");
        assertThat(planning.verdicts()).extracting(JobVerdict::code).containsExactly("runner-limit");
    }

    @ParameterizedTest
    @EnumSource(
            value = EggState.class,
            names = {"DISABLED", "REMOVED"})
    void plan_eggThatIsOff_drainsAllAndMakesNone(EggState state) {
        var egg = Eggs.egg(Optional.of(RunnerKind.VM), 10, 1, state);
        var idle = runner(1, RunnerKind.VM, RunnerState.IDLE);
        var busy = runner(2, RunnerKind.VM, RunnerState.BUSY);
        var coming = runner(3, RunnerKind.VM, RunnerState.PROVISIONING);

        assertThat(Planner.plan(input(egg, pending(5), List.of(idle, busy, coming)))
                        .changes())
                .containsExactly(
                        new RunnerChange.Drain(idle.id(), "egg-" + state.name().toLowerCase(java.util.Locale.ROOT)),
                        new RunnerChange.Terminate(coming.id(), Planner.WITHDRAWN));
    }

    @ParameterizedTest
    @EnumSource(
            value = RunnerState.class,
            names = {"ACTIVE", "IDLE", "BUSY", "DRAINING"})
    void plan_machineGone_fails(RunnerState state) {
        var gone = runner(1, RunnerKind.VM, state);
        var there = runner(2, RunnerKind.VM, RunnerState.IDLE);
        var plain = input(VM, List.of(), List.of(gone, there));
        var input = new PlannerInput(
                VM,
                plain.jobs(),
                new Fleet(plain.fleet().live(), plain.fleet().recent(), Optional.of(Set.of(there.id())), Set.of()),
                plain.policy(),
                plain.breakers(),
                NOW);

        assertThat(Planner.plan(input).changes()).containsExactly(new RunnerChange.Fail(gone.id(), "machine-gone"));
    }

    @Test
    void plan_finishedServerless_isDrained() {
        var idle = Eggs.finished(runner(1, RunnerKind.SERVERLESS, RunnerState.IDLE));
        var busy = Eggs.finished(runner(2, RunnerKind.SERVERLESS, RunnerState.BUSY));

        assertThat(Planner.plan(input(SERVERLESS, List.of(), List.of(idle, busy)))
                        .changes())
                .containsExactly(
                        new RunnerChange.Drain(idle.id(), "finished"), new RunnerChange.Drain(busy.id(), "finished"));
    }

    @Test
    void plan_order_drainsAnIdleRunnerAndWaitsForABusyOne() {
        var idle = runner(1, RunnerKind.VM, RunnerState.IDLE).withOrder(order("idle_timeout"));
        var busy = runner(2, RunnerKind.VM, RunnerState.BUSY).withOrder(order("max_age"));

        assertThat(Planner.plan(input(VM, List.of(), List.of(idle, busy))).changes())
                .containsExactly(new RunnerChange.Drain(idle.id(), "idle_timeout"));
    }

    @ParameterizedTest
    @EnumSource(
            value = RunnerState.class,
            names = {"ACTIVE", "IDLE", "BUSY", "DRAINING"})
    void plan_lostHeartbeat_failsUnlessGitLabSeesAJobThere(RunnerState state) {
        var ordered = runner(1, RunnerKind.VM, state).withOrder(order("heartbeat_lost"));
        var lost = ordered.withPulse(heardAt(NOW.minus(Duration.ofMinutes(6))));
        var back = ordered.withPulse(heardAt(NOW.minusSeconds(20)));

        assertThat(Planner.plan(input(VM, List.of(), List.of(back))).changes())
                .noneMatch(RunnerChange.Fail.class::isInstance);
        assertThat(Planner.plan(input(VM, List.of(), List.of(lost))).changes())
                .containsExactly(new RunnerChange.Fail(lost.id(), "heartbeat_lost"));
        assertThat(Planner.plan(input(VM, List.of(Eggs.runningOn(9, lost)), List.of(lost)))
                        .changes())
                .isEmpty();
    }

    private static RunnerPulse heardAt(Instant at) {
        return new RunnerPulse(Optional.of(at), 5, List.of(), false, Optional.empty(), 0);
    }

    @Test
    void plan_machinesThatCameToNothing_backOff() {
        var failed =
                List.of(Eggs.cameToNothing(1, Duration.ofMinutes(1)), Eggs.cameToNothing(2, Duration.ofSeconds(9)));

        var planning = Planner.plan(input(VM, pending(1), failed));

        assertThat(creations(planning)).isEmpty();
        assertThat(planning.lookAgain()).contains(NOW.plusSeconds(1));
        assertThat(planning.notes()).singleElement().asString().startsWith("backing-off");
        var later =
                List.of(Eggs.cameToNothing(1, Duration.ofMinutes(1)), Eggs.cameToNothing(2, Duration.ofSeconds(10)));
        assertThat(creations(Planner.plan(input(VM, pending(1), later)))).hasSize(1);
    }

    @Test
    void plan_bootDeadline_failsTheRunner() {
        var booting = runner(1, RunnerKind.VM, RunnerState.PROVISIONING).inPhase(Phase.BOOTING);
        var overdue = booting.withSchedule(booting.schedule().withDeadline(Optional.of(NOW)));

        assertThat(Planner.plan(input(VM, List.of(), List.of(overdue))).changes())
                .containsExactly(new RunnerChange.Fail(overdue.id(), "boot-deadline"));
    }

    @Test
    void plan_jobsThatAreNotOurs_areNotedAndNotServed() {
        var planning = Planner.plan(
                input(VM, List.of(Eggs.job(1), Eggs.job(2, "docker", "gpu"), Eggs.job(3, "linux")), List.of()));

        assertThat(planning.changes()).hasSize(1);
        assertThat(planning.pending()).isEqualTo(1);
        assertThat(planning.notes())
                .containsExactly(
                        "untagged-refused: 1 waiting, the first is job 1"
                                + " {egg=web, job_tags=, runner_tags=docker,linux}",
                        "no-matching-tags: 1 waiting, the first is job 2"
                                + " {egg=web, job_tags=docker,gpu, runner_tags=docker,linux}");
        assertThat(planning.verdicts())
                .extracting(JobVerdict::code)
                .containsExactly("untagged-refused", "no-matching-tags", "runner-planned");
    }

    private static Stream<RunnerChange> creations(Planning planning) {
        return planning.changes().stream().filter(RunnerChange.Create.class::isInstance);
    }

    private static Egg egg(RunnerKind kind) {
        return kind == RunnerKind.VM ? VM : SERVERLESS;
    }

    private static Optional<PendingOrder> order(String reason) {
        return Optional.of(new PendingOrder(PendingOrder.Kind.TERMINATE, reason, "uglyfox"));
    }
}
