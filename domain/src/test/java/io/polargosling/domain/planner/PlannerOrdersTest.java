package io.polargosling.domain.planner;

import static io.polargosling.domain.planner.Eggs.NOW;
import static io.polargosling.domain.planner.Scene.free;
import static io.polargosling.domain.planner.Scene.ordered;
import static io.polargosling.domain.planner.Scene.outdated;
import static io.polargosling.domain.planner.Scene.overdue;
import static io.polargosling.domain.planner.Scene.since;
import static io.polargosling.domain.planner.Scene.vm;
import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.PendingOrder.Kind;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlannerOrdersTest {

    private static final Duration MOMENT = Duration.ofSeconds(90);

    @ParameterizedTest
    @CsvSource({"IDLE", "ACTIVE"})
    void plan_terminateOrder_drainsWhatCouldTakeAJob(RunnerState state) {
        var runner = ordered(vm(1, state), Kind.TERMINATE, "max_age");

        assertThat(changes(runner)).containsExactly(new RunnerChange.Drain(runner.id(), "max_age"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"TERMINATE", "DEMOTE", "UPDATE"})
    void plan_busyRunnerWithAnOrder_isLeftAlone(Kind kind) {
        var runner = ordered(outdated(vm(1, RunnerState.BUSY)), kind, "max_age");
        var unnoticed = ordered(Scene.reporting(outdated(vm(2, RunnerState.IDLE)), 7L), kind, "max_age");

        assertThat(changes(runner, unnoticed)).isEmpty();
    }

    @Test
    void plan_terminateOrderOfAStoppedOrUnmadeRunner_endsItAtOnce() {
        var dormant = ordered(vm(1, RunnerState.DORMANT), Kind.TERMINATE, "max_age");
        var coming = ordered(vm(2, RunnerState.PROVISIONING), Kind.TERMINATE, "manual");

        assertThat(changes(dormant, coming))
                .containsExactly(
                        new RunnerChange.Terminate(dormant.id(), "max_age"),
                        new RunnerChange.Terminate(coming.id(), Planner.WITHDRAWN));
    }

    @Test
    void plan_demoteOrder_stopsAnIdleVirtualMachineWhileNadirHasRoom() {
        var first = ordered(vm(1, RunnerState.IDLE), Kind.DEMOTE, "idle_timeout");
        var second = ordered(vm(2, RunnerState.IDLE), Kind.DEMOTE, "idle_timeout");
        var scene = Scene.vms(5).limits(0, 5, 0, 1).fleet(first, second);

        assertThat(scene.changes())
                .containsExactly(
                        new RunnerChange.Demote(first.id(), "idle_timeout"),
                        new RunnerChange.Drain(second.id(), "idle_timeout"));
    }

    @Test
    void plan_demoteOrderWithoutNadirOrOfAnOlderRevision_drains() {
        var idle = ordered(vm(1, RunnerState.IDLE), Kind.DEMOTE, "idle_timeout");
        var old = ordered(outdated(vm(2, RunnerState.IDLE)), Kind.DEMOTE, "idle_timeout");

        assertThat(Scene.vms(5).limits(0, 5, 0, 0).fleet(idle).changes())
                .containsExactly(new RunnerChange.Drain(idle.id(), "idle_timeout"));
        assertThat(Scene.vms(5).limits(0, 5, 0, 3).fleet(old).changes())
                .containsExactly(new RunnerChange.Drain(old.id(), "idle_timeout"));
    }

    @Test
    void plan_demoteOrderOfASpotMachine_drains() {
        var idle = ordered(vm(1, RunnerState.IDLE), Kind.DEMOTE, "idle_timeout");

        assertThat(Scene.vms(5).preemptible().limits(0, 5, 0, 3).fleet(idle).changes())
                .containsExactly(new RunnerChange.Drain(idle.id(), "idle_timeout"));
    }

    @Test
    void plan_demoteOrderOfAnActiveRunner_waitsForItsLoad() {
        var active = ordered(vm(1, RunnerState.ACTIVE), Kind.DEMOTE, "over_max");

        assertThat(Scene.vms(5).limits(0, 5, 0, 3).fleet(active).changes()).isEmpty();
    }

    @Test
    void plan_demoteOrderOfARunnerJustWoken_waitsUntilTwoMinutesAreOver() {
        var woken =
                Scene.because(since(ordered(vm(1, RunnerState.IDLE), Kind.DEMOTE, "over_max"), MOMENT), "jobs-waiting");
        var scene = Scene.vms(5).limits(0, 5, 0, 3).fleet(woken);

        assertThat(scene.changes()).isEmpty();
        assertThat(scene.plan().lookAgain()).contains(NOW.plusSeconds(30));
    }

    @Test
    void plan_orderForWantOfWork_isNotBegunWhileJobsWait() {
        var ended = ordered(vm(1, RunnerState.IDLE), Kind.TERMINATE, "idle_timeout");
        var stopped = ordered(vm(2, RunnerState.IDLE), Kind.DEMOTE, "rule:quiet");
        var scene = Scene.vms(5).limits(0, 5, 0, 3).fleet(ended, stopped).jobs(Eggs.pending(2));

        assertThat(scene.changes()).isEmpty();
        assertThat(scene.plan().verdicts()).extracting(JobVerdict::code).containsOnly("runner-idle");
    }

    @Test
    void plan_orderForAnotherReason_isCarriedOutWhileJobsWaitAndReplaced() {
        var old = ordered(vm(1, RunnerState.IDLE), Kind.TERMINATE, "max_age");

        assertThat(Scene.vms(5).fleet(old).jobs(Eggs.pending(1)).changes())
                .containsExactly(
                        new RunnerChange.Drain(old.id(), "max_age"), Scene.creation(RunnerKind.VM, "jobs-waiting"));
    }

    @Test
    void plan_promoteOrder_wakesWhileApexHasRoom() {
        var first = ordered(vm(1, RunnerState.DORMANT), Kind.PROMOTE, "rule:peak");
        var second = ordered(vm(2, RunnerState.DORMANT), Kind.PROMOTE, "rule:peak");
        var planning = Scene.vms(5)
                .limits(0, 2, 0, 3)
                .fleet(first, second, vm(3, RunnerState.IDLE))
                .plan();

        assertThat(planning.changes()).containsExactly(new RunnerChange.Wake(first.id(), "rule:peak"));
        assertThat(planning.notes()).singleElement().asString().startsWith("apex-full: runner " + second.id());
    }

    @Test
    void plan_updateOrder_endsIdleRunnersOfOlderRevisionsOnly() {
        var old = ordered(outdated(vm(1, RunnerState.IDLE)), Kind.UPDATE, "deploy");
        var current = ordered(vm(2, RunnerState.IDLE), Kind.UPDATE, "deploy");

        assertThat(changes(old, current)).containsExactly(new RunnerChange.Drain(old.id(), "replaced"));
    }

    @ParameterizedTest
    @CsvSource({"DRAINING", "DEMOTING"})
    void plan_orderWithdrawnDuringTheProof_isTakenBack(RunnerState state) {
        var runner = free(vm(1, state));

        assertThat(Scene.vms(5).limits(0, 5, 0, 3).fleet(runner).changes())
                .containsExactly(new RunnerChange.Withdraw(runner.id(), "order-withdrawn"));
    }

    @ParameterizedTest
    @CsvSource({"DRAINING, TERMINATE", "DEMOTING, DEMOTE"})
    void plan_jobsComeDuringAProofForWantOfWork_takeItBack(RunnerState state, Kind kind) {
        var runner = ordered(vm(1, state), kind, "idle_timeout");

        var planning = Scene.vms(5)
                .limits(0, 5, 0, 3)
                .fleet(runner)
                .jobs(Eggs.pending(1))
                .plan();

        assertThat(planning.changes()).containsExactly(new RunnerChange.Withdraw(runner.id(), "jobs-waiting"));
        assertThat(planning.verdicts()).extracting(JobVerdict::code).containsExactly("runner-idle");
    }

    @Test
    void plan_proofOfARunnerThatIsUnwantedAnyway_goesOn() {
        var disabled = free(vm(1, RunnerState.DRAINING));
        var finished = Eggs.finished(free(vm(2, RunnerState.DRAINING)));

        assertThat(Scene.vms(5).state(EggState.DISABLED).fleet(disabled).changes())
                .containsExactly(new RunnerChange.ContinueDrain(disabled.id(), "egg-disabled"));
        assertThat(changes(finished)).containsExactly(new RunnerChange.ContinueDrain(finished.id(), "finished"));
    }

    @ParameterizedTest
    @CsvSource({"DRAINING", "DEMOTING", "PROMOTING"})
    void plan_stepUnderWay_isTakenWhenItIsDue(RunnerState state) {
        var due = Scene.dueAt(vm(1, state), NOW);
        var later = Scene.dueAt(vm(2, state), NOW.plusSeconds(1));

        assertThat(changes(due, later))
                .singleElement()
                .matches(change ->
                        change instanceof RunnerChange.ContinueDrain || change instanceof RunnerChange.ContinueWake)
                .extracting(RunnerChange::subject)
                .isEqualTo(java.util.Optional.of(due.id()));
    }

    @Test
    void plan_deadlineOfAWayBetweenThePools_fails() {
        var demoting = overdue(vm(1, RunnerState.DEMOTING));
        var promoting = overdue(vm(2, RunnerState.PROMOTING));

        assertThat(changes(demoting, promoting))
                .containsExactly(
                        new RunnerChange.Fail(demoting.id(), "deadline"),
                        new RunnerChange.Fail(promoting.id(), "deadline"));
    }

    @Test
    void plan_deadlineOfADemotionWithAJob_goesOnInstead() {
        var demoting = overdue(vm(1, RunnerState.DEMOTING));

        assertThat(Scene.vms(5)
                        .fleet(demoting)
                        .jobs(Eggs.runningOn(9, demoting))
                        .changes())
                .containsExactly(new RunnerChange.ContinueDrain(demoting.id(), "over_max"));
    }

    @Test
    void plan_dormantRunners_endWhenOldReplacedOrGone() {
        var replaced = outdated(vm(1, RunnerState.DORMANT));
        var aged = Scene.made(vm(2, RunnerState.DORMANT), NOW.minus(Duration.ofHours(25)));
        var gone = vm(3, RunnerState.DORMANT);
        var kept = vm(4, RunnerState.DORMANT);

        assertThat(Scene.vms(5)
                        .limits(0, 5, 0, 5)
                        .fleet(replaced, aged, gone, kept)
                        .machines(replaced, aged, kept)
                        .changes())
                .containsExactlyInAnyOrder(
                        new RunnerChange.Terminate(replaced.id(), "replaced"),
                        new RunnerChange.Terminate(aged.id(), "max_age"),
                        new RunnerChange.Fail(gone.id(), "machine-gone"));
    }

    @Test
    void plan_listingBehindAFreshHeartbeat_isNotBelieved() {
        var alive = vm(1, RunnerState.BUSY);
        var silent = Scene.silent(vm(2, RunnerState.BUSY), Duration.ofSeconds(91));
        var booting = vm(3, RunnerState.PROVISIONING).inPhase(Phase.BOOTING);

        assertThat(Scene.vms(5).fleet(alive, silent, booting).machines().changes())
                .containsExactly(new RunnerChange.Fail(silent.id(), "machine-gone"));
    }

    @Test
    void plan_silentRunner_isNotCountedOnAndNotEnded() {
        var silent = Scene.silent(vm(1, RunnerState.IDLE), Duration.ofSeconds(91));
        var quiet = Scene.silent(vm(1, RunnerState.IDLE), Duration.ofSeconds(90));

        assertThat(Scene.vms(5).fleet(silent).jobs(Eggs.pending(1)).changes())
                .containsExactly(Scene.creation(RunnerKind.VM, "jobs-waiting"));
        assertThat(Scene.vms(5).fleet(quiet).jobs(Eggs.pending(1)).changes()).isEmpty();
        assertThat(Scene.vms(5).limits(1, 5, 0, 0).fleet(silent).changes()).isEmpty();
    }

    @Test
    void plan_activeRunnerOverdueWithAJobInGitLab_isNotFailed() {
        var overdue = overdue(vm(1, RunnerState.ACTIVE));

        assertThat(changes(overdue)).containsExactly(new RunnerChange.Fail(overdue.id(), "no-load-reported"));
        assertThat(Scene.vms(5).fleet(overdue).jobs(Eggs.runningOn(9, overdue)).changes())
                .isEmpty();
    }

    private static List<RunnerChange> changes(Runner... fleet) {
        return Scene.vms(10).fleet(fleet).changes();
    }
}
