package io.polargosling.domain.planner;

import static io.polargosling.domain.planner.Eggs.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.breaker.Breaker;
import io.polargosling.domain.breaker.BreakerScope;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerPlacesTest {

    private static final BreakerScope EGG = BreakerScope.of(EggName.of("web"));
    private static final Instant SOON = NOW.plusSeconds(60);

    @Test
    void plan_firstPlaceRests_usesTheNext() {
        var scene =
                vms().placeBreaker(Scene.FIRST, RunnerKind.VM, resting(SOON)).jobs(Eggs.pending(3));

        assertThat(places(scene)).containsExactly(Scene.SECOND, Scene.SECOND, Scene.SECOND);
        assertThat(scene.plan().lookAgain()).isEmpty();
    }

    @Test
    void plan_restOfAnotherShape_doesNotMatter() {
        var scene = vms().placeBreaker(Scene.FIRST, RunnerKind.SERVERLESS, resting(SOON))
                .jobs(Eggs.pending(1));

        assertThat(places(scene)).containsExactly(Scene.FIRST);
    }

    @Test
    void plan_allPlacesRest_saysSoAndLooksAgainAtTheEarliestProbe() {
        var planning = vms().placeBreaker(Scene.FIRST, RunnerKind.VM, resting(SOON.plusSeconds(60)))
                .placeBreaker(Scene.SECOND, RunnerKind.VM, resting(SOON))
                .jobs(Eggs.pending(2))
                .plan();

        assertThat(planning.changes()).isEmpty();
        assertThat(planning.lookAgain()).contains(SOON);
        assertThat(planning.verdicts())
                .extracting(JobVerdict::code, JobVerdict::inputs)
                .containsOnly(org.assertj.core.groups.Tuple.tuple(
                        "no-capacity", Map.of("kind", "vm", "until", SOON.toString())));
    }

    @Test
    void plan_restIsOver_letsOneThroughAndTheOthersElsewhere() {
        var scene = vms().placeBreaker(Scene.FIRST, RunnerKind.VM, resting(NOW)).jobs(Eggs.pending(3));

        assertThat(places(scene)).containsExactly(Scene.FIRST, Scene.SECOND, Scene.SECOND);
    }

    @Test
    void plan_probeOfAPlaceUnderWay_letsNoneThrough() {
        var probe = Scene.made(Scene.vm(1, RunnerState.PROVISIONING), NOW);
        var scene = vms().placeBreaker(Scene.FIRST, RunnerKind.VM, resting(NOW))
                .fleet(probe)
                .jobs(Eggs.pending(2));

        assertThat(places(scene)).containsExactly(Scene.SECOND);
    }

    @Test
    void plan_eggBreakerOpen_makesNothingButEndsAndWakes() {
        var dormant = Scene.vm(1, RunnerState.DORMANT);
        var failed = Scene.vm(2, RunnerState.FAILED);
        var planning = vms().limits(0, 5, 0, 5)
                .eggBreaker(open(SOON))
                .fleet(dormant, failed)
                .jobs(Eggs.pending(2))
                .plan();

        assertThat(planning.changes())
                .containsExactly(
                        new RunnerChange.Terminate(failed.id(), "failed"),
                        new RunnerChange.Wake(dormant.id(), "jobs-waiting"));
        assertThat(planning.lookAgain()).contains(SOON);
        assertThat(planning.verdicts()).extracting(JobVerdict::code).containsExactly("runner-planned", "breaker-open");
        assertThat(planning.verdicts().getLast().inputs()).containsEntry("cause", "image");
    }

    @Test
    void plan_eggBreakerRestIsOver_letsExactlyOneThrough() {
        var planning = vms().eggBreaker(open(NOW)).jobs(Eggs.pending(4)).plan();

        assertThat(planning.changes()).hasSize(1);
        assertThat(planning.verdicts())
                .extracting(JobVerdict::code)
                .containsExactly("runner-planned", "breaker-open", "breaker-open", "breaker-open");
        var probe = Scene.made(Scene.vm(1, RunnerState.PROVISIONING), NOW);
        assertThat(vms().eggBreaker(open(NOW))
                        .fleet(probe)
                        .jobs(Eggs.pending(4))
                        .changes())
                .isEmpty();
    }

    @Test
    void plan_halfOpenBreaker_waitsForItsProbe() {
        var planning =
                vms().eggBreaker(open(NOW).probing(NOW)).jobs(Eggs.pending(1)).plan();

        assertThat(planning.changes()).isEmpty();
        assertThat(planning.lookAgain()).contains(NOW.plus(Breaker.FIRST_REST));
    }

    @Test
    void plan_failuresWhileAnEggBreakerIsOpen_doNotPutItsProbeOff() {
        var failed = Eggs.cameToNothing(1, Duration.ZERO);

        assertThat(vms().eggBreaker(open(NOW))
                        .fleet(failed)
                        .jobs(Eggs.pending(1))
                        .changes())
                .anyMatch(RunnerChange.Create.class::isInstance);
    }

    @Test
    void plan_failureAtAPlaceThatRestsForIt_isNotWaitedFor() {
        var failed = Scene.free(noHeartbeat(Scene.since(Scene.vm(1, RunnerState.FAILED), Duration.ZERO)));
        var scene = vms().fleet(failed).jobs(Eggs.pending(1));

        assertThat(places(scene)).isEmpty();
        assertThat(places(scene.placeBreaker(Scene.FIRST, RunnerKind.VM, resting(SOON))))
                .containsExactly(Scene.SECOND);
    }

    @Test
    void plan_batchThatFailed_countsAsOneFailure() {
        var failed =
                List.of(Eggs.cameToNothing(1, Duration.ofSeconds(4)), Eggs.cameToNothing(2, Duration.ofSeconds(4)))
                        .stream()
                        .map(runner -> Scene.made(runner, NOW.minusSeconds(60)))
                        .toList();

        assertThat(vms().fleet(failed).jobs(Eggs.pending(1)).plan().lookAgain()).contains(NOW.plusSeconds(1));
    }

    @Test
    void plan_asManyFailedAsTheMaximum_waitsUntilTheyAreGone() {
        var planning = Scene.vms(2)
                .fleet(Scene.vm(1, RunnerState.FAILED), Scene.vm(2, RunnerState.FAILED))
                .jobs(Eggs.pending(1))
                .plan();

        assertThat(planning.changes()).hasSize(2).allMatch(RunnerChange.Terminate.class::isInstance);
        assertThat(planning.verdicts()).extracting(JobVerdict::code).containsExactly("failed-runners");
    }

    private static Scene vms() {
        return Scene.vms(10);
    }

    private static List<Placement> places(Scene scene) {
        return scene.changes().stream()
                .filter(RunnerChange.Create.class::isInstance)
                .map(change -> ((RunnerChange.Create) change).placement())
                .toList();
    }

    private static Breaker resting(Instant until) {
        return new Breaker(
                EGG,
                Breaker.State.OPEN,
                1,
                Optional.of("quota"),
                Optional.of(new Breaker.Rest(NOW.minusSeconds(600), Duration.ofMinutes(10), until)),
                1);
    }

    private static Breaker open(Instant until) {
        return new Breaker(
                EGG,
                Breaker.State.OPEN,
                3,
                Optional.of("image"),
                Optional.of(new Breaker.Rest(NOW.minusSeconds(300), Breaker.FIRST_REST, until)),
                1);
    }

    private static Runner noHeartbeat(Runner runner) {
        return runner.withPulse(io.polargosling.domain.runner.RunnerPulse.none());
    }
}
