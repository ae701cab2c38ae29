package io.polargosling.domain.planner;

import static io.polargosling.domain.planner.Scene.container;
import static io.polargosling.domain.planner.Scene.creation;
import static io.polargosling.domain.planner.Scene.outdated;
import static io.polargosling.domain.planner.Scene.since;
import static io.polargosling.domain.planner.Scene.vm;
import static io.polargosling.domain.planner.Scene.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.RunnerState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerPoolsTest {

    private static final Optional<Duration> HOUR = Optional.of(Duration.ofMinutes(60));

    @Test
    void plan_demand_isSuppliedByIdleThenStartingThenWokenThenNewOnes() {
        var idle = vm(1, RunnerState.IDLE);
        var starting = vm(2, RunnerState.PROMOTING);
        var older = vm(3, RunnerState.DORMANT);
        var younger = vm(4, RunnerState.DORMANT);
        var planning = Scene.vms(10)
                .limits(0, 10, 0, 5)
                .fleet(younger, idle, Scene.dueAt(starting, Eggs.NOW.plusSeconds(9)), older)
                .jobs(Eggs.pending(5))
                .plan();

        assertThat(planning.changes())
                .containsExactly(
                        new RunnerChange.Wake(older.id(), "jobs-waiting"),
                        new RunnerChange.Wake(younger.id(), "jobs-waiting"),
                        creation(RunnerKind.VM, "jobs-waiting"));
        assertThat(planning.verdicts())
                .extracting(JobVerdict::code, verdict -> verdict.inputs().get("runner"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("runner-idle", "runner000001"),
                        org.assertj.core.groups.Tuple.tuple("runner-starting", "runner000002"),
                        org.assertj.core.groups.Tuple.tuple("runner-planned", "runner000003"),
                        org.assertj.core.groups.Tuple.tuple("runner-planned", "runner000004"),
                        org.assertj.core.groups.Tuple.tuple("runner-planned", null));
    }

    @Test
    void plan_dormantOfAnOlderRevisionOrJustStopped_isNotWoken() {
        var old = outdated(vm(1, RunnerState.DORMANT));
        var fresh = since(vm(2, RunnerState.DORMANT), Duration.ofSeconds(119));

        assertThat(Scene.vms(9)
                        .limits(0, 9, 0, 5)
                        .fleet(old, fresh)
                        .jobs(Eggs.pending(1))
                        .changes())
                .containsExactly(
                        new RunnerChange.Terminate(old.id(), "replaced"), creation(RunnerKind.VM, "jobs-waiting"));
    }

    @Test
    void plan_apexBelowItsMinimum_isFilledByWakingFirst() {
        var dormant = vm(1, RunnerState.DORMANT);

        assertThat(Scene.vms(9).limits(2, 9, 0, 5).fleet(dormant).changes())
                .containsExactly(
                        new RunnerChange.Wake(dormant.id(), "below-minimum"), creation(RunnerKind.VM, "below-minimum"));
    }

    @Test
    void plan_apexFull_neitherWakesNorMakes() {
        var busy = vm(1, RunnerState.BUSY);
        var planning = Scene.vms(9)
                .limits(0, 1, 0, 5)
                .fleet(busy, vm(2, RunnerState.DORMANT))
                .jobs(Eggs.pending(1))
                .jobs(Eggs.runningOn(9, busy))
                .plan();

        assertThat(planning.changes()).isEmpty();
        assertThat(planning.verdicts())
                .extracting(JobVerdict::code, JobVerdict::inputs)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("runner-limit", Map.of("used", "1", "max", "1")));
    }

    @ParameterizedTest
    @CsvSource({"DEMOTING", "PROMOTING"})
    void plan_runnerBetweenThePools_holdsASlotInApex(RunnerState state) {
        var between = Scene.dueAt(vm(1, state), Eggs.NOW.plusSeconds(9));

        assertThat(Scene.vms(9)
                        .limits(0, 1, 0, 5)
                        .fleet(between, vm(2, RunnerState.DORMANT))
                        .jobs(Eggs.pending(3))
                        .changes())
                .isEmpty();
    }

    @Test
    void plan_allOverloaded_asksForOneMore() {
        var first = vm(1, RunnerState.BUSY);
        var second = vm(2, RunnerState.BUSY);

        assertThat(Scene.vms(9).fleet(first, second).overloaded(first, second).changes())
                .containsExactly(creation(RunnerKind.VM, "overloaded"));
        assertThat(Scene.vms(9).fleet(first, second).overloaded(first).changes())
                .isEmpty();
        assertThat(Scene.vms(2).fleet(first, second).overloaded(first, second).changes())
                .isEmpty();
        var coming = vm(3, RunnerState.PROVISIONING);
        assertThat(Scene.vms(9)
                        .fleet(first, second, coming)
                        .overloaded(first, second)
                        .changes())
                .isEmpty();
    }

    @Test
    void plan_nadirBelowItsMinimum_makesWhatNoSpareMachineCanFill() {
        var spare = vm(1, RunnerState.IDLE);

        assertThat(Scene.vms(9).limits(0, 9, 2, 3).changes())
                .containsExactly(creation(RunnerKind.VM, "nadir-minimum"), creation(RunnerKind.VM, "nadir-minimum"));
        assertThat(Scene.vms(9).limits(0, 9, 2, 3).fleet(spare).changes())
                .containsExactly(creation(RunnerKind.VM, "nadir-minimum"));
        assertThat(Scene.vms(9).limits(1, 9, 2, 3).fleet(spare).changes()).hasSize(2);
        assertThat(Scene.vms(9)
                        .limits(0, 9, 2, 3)
                        .fleet(vm(2, RunnerState.DORMANT), vm(3, RunnerState.DORMANT))
                        .changes())
                .isEmpty();
    }

    @Test
    void plan_withoutType_countsBothKindsUnderOneMaximum() {
        var planning = Scene.of(Optional.empty(), 3, 1)
                .jobs(
                        waiting(1, 5, Duration.ofMinutes(9), HOUR),
                        waiting(2, 5, Duration.ofMinutes(8), Optional.empty()),
                        waiting(3, 5, Duration.ofMinutes(7), HOUR),
                        waiting(4, 5, Duration.ofMinutes(6), Optional.empty()))
                .plan();

        assertThat(planning.changes())
                .containsExactly(
                        creation(RunnerKind.VM, "jobs-waiting"),
                        creation(RunnerKind.SERVERLESS, "jobs-waiting"),
                        creation(RunnerKind.VM, "jobs-waiting"));
        assertThat(planning.verdicts())
                .extracting(JobVerdict::code)
                .containsExactly("runner-planned", "runner-planned", "runner-planned", "runner-limit");
    }

    @Test
    void plan_idleMachinesFillTheMaximumWhileOtherJobsWait_oneGivesWay() {
        var longer = since(vm(1, RunnerState.IDLE), Duration.ofMinutes(9));
        var shorter = vm(2, RunnerState.IDLE);
        var scene = Scene.of(Optional.empty(), 2, 1).fleet(shorter, longer).jobs(waiting(1, 5));

        assertThat(scene.changes()).containsExactly(new RunnerChange.Drain(longer.id(), "slot-needed"));
        assertThat(Scene.of(Optional.empty(), 2, 1)
                        .limits(2, 2, 0, 0)
                        .fleet(shorter, longer)
                        .jobs(waiting(1, 5))
                        .changes())
                .isEmpty();
        var giving = Scene.because(Scene.free(vm(1, RunnerState.DRAINING)), "slot-needed");
        assertThat(Scene.of(Optional.empty(), 2, 1)
                        .fleet(giving, shorter)
                        .jobs(waiting(1, 5))
                        .changes())
                .containsExactly(new RunnerChange.ContinueDrain(giving.id(), "slot-needed"));
    }

    @Test
    void plan_longJobOfAServerlessEgg_needsAVmAndMakesNothing() {
        var planning = Scene.serverless(5)
                .jobs(
                        waiting(1, 5, Duration.ofMinutes(9), HOUR),
                        waiting(2, 5, Duration.ofMinutes(8), Optional.of(Duration.ofMinutes(59))))
                .plan();

        assertThat(planning.changes()).containsExactly(creation(RunnerKind.SERVERLESS, "jobs-waiting"));
        assertThat(planning.pending()).isEqualTo(1);
        assertThat(planning.verdicts()).extracting(JobVerdict::code).containsExactly("needs-vm", "runner-planned");
        assertThat(planning.verdicts().getFirst().inputs()).isEqualTo(Map.of("expected", "PT1H", "type", "serverless"));
    }

    @Test
    void plan_privilegedModeOfAServerlessEgg_needsAVm() {
        var planning = Scene.serverless(5).privileged().jobs(waiting(1, 5)).plan();

        assertThat(planning.changes()).isEmpty();
        assertThat(planning.verdicts()).extracting(JobVerdict::code).containsExactly("needs-vm");
    }

    @Test
    void plan_runnerReportsAJobThatGitLabStillListsAsPending_isCountedAsTaken() {
        var container = Scene.reporting(container(1, RunnerState.BUSY), 7L);

        var planning = Scene.serverless(5).fleet(container).jobs(waiting(7, 5)).plan();

        assertThat(planning.changes()).isEmpty();
        assertThat(planning.pending()).isZero();
        assertThat(planning.running()).isEqualTo(1);
    }

    @Test
    void plan_oldRunnerFreeBesideAnOldJob_isNotCountedOn() {
        var old = outdated(vm(1, RunnerState.IDLE));
        var fresh = Scene.vms(5).fleet(old).jobs(waiting(1, 5, Duration.ofSeconds(119), Optional.empty()));
        var late = Scene.vms(5).fleet(old).jobs(waiting(1, 5, Duration.ofMinutes(2), Optional.empty()));

        assertThat(fresh.changes()).isEmpty();
        assertThat(late.changes()).containsExactly(creation(RunnerKind.VM, "jobs-waiting"));
        assertThat(late.fleet(vm(2, RunnerState.PROVISIONING)).changes()).isEmpty();
    }

    @Test
    void plan_busyRunnerWithoutAKnownJobBesideAnOldJob_isNotCountedOn() {
        var busy = vm(1, RunnerState.BUSY);

        assertThat(Scene.vms(5).fleet(busy).jobs(waiting(1, 5)).changes()).isEmpty();
        assertThat(Scene.vms(5)
                        .fleet(busy)
                        .jobs(waiting(1, 5, Duration.ofMinutes(2), Optional.empty()))
                        .changes())
                .containsExactly(creation(RunnerKind.VM, "jobs-waiting"));
    }

    @Test
    void plan_bucket_givesSlotsToTheRepoWithTheFewestAtWorkThenTheLongestWait() {
        var busy = Scene.ofRepo(vm(1, RunnerState.BUSY), "r1");
        var scene = Scene.bucket(Optional.of(RunnerKind.VM), 4, 3)
                .fleet(busy)
                .jobs(
                        waiting(1, 1, Duration.ofMinutes(30), Optional.empty()),
                        waiting(2, 2, Duration.ofMinutes(10), Optional.empty()),
                        waiting(3, 3, Duration.ofMinutes(20), Optional.empty()),
                        waiting(4, 3, Duration.ofMinutes(20), Optional.empty()))
                .jobs(Scene.running(9, 1, busy));

        assertThat(repos(scene)).containsExactly("r3", "r2", "r1");
    }

    @Test
    void plan_bucketRunnerOfAnotherRepo_isNotCountedOn() {
        var other = Scene.ofRepo(vm(1, RunnerState.IDLE), "r1");
        var scene = Scene.bucket(Optional.of(RunnerKind.VM), 4, 2).fleet(other).jobs(waiting(1, 2));

        assertThat(repos(scene)).containsExactly("r2");
        assertThat(Scene.bucket(Optional.of(RunnerKind.VM), 1, 2)
                        .fleet(other)
                        .jobs(waiting(1, 2))
                        .changes())
                .containsExactly(new RunnerChange.Drain(other.id(), "slot-needed"));
    }

    @Test
    void plan_bucketRunnerWhoseRepoIsGone_isDrained() {
        var orphan = Scene.ofRepo(vm(1, RunnerState.IDLE), "gone");

        assertThat(Scene.bucket(Optional.of(RunnerKind.VM), 4, 2).fleet(orphan).changes())
                .containsExactly(new RunnerChange.Drain(orphan.id(), "repo-removed"));
    }

    @Test
    void plan_bucketJobOfAProjectNobodyNames_isRefused() {
        var planning = Scene.bucket(Optional.of(RunnerKind.VM), 4, 2)
                .jobs(waiting(1, 77))
                .plan();

        assertThat(planning.changes()).isEmpty();
        assertThat(planning.verdicts()).extracting(JobVerdict::code).containsExactly("not-our-project");
    }

    @Test
    void plan_bucketMinimum_isSpreadOverItsRepos() {
        var scene = Scene.bucket(Optional.of(RunnerKind.VM), 9, 3).limits(4, 9, 0, 0);

        assertThat(repos(scene)).containsExactly("r1", "r2", "r3", "r1");
    }

    private static List<String> repos(Scene scene) {
        return scene.changes().stream()
                .map(change -> ((RunnerChange.Create) change).repo().orElseThrow())
                .toList();
    }
}
