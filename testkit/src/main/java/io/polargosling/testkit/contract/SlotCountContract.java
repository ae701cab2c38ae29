package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.CapacityException;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.runner.ReserveOutcome;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerStore;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Fence;
import io.polargosling.testkit.gen.RandomRunners;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link RunnerStore} must count slots to, whoever changes them at once, and however often they are counted anew. */
public abstract class SlotCountContract extends SlotSteps {

    @Test
    void P14_creatorsOfBothKindsAndWakesRacing_neverExceedAnyMaximum() {
        Cases.some(20, (source, number) -> {
            var egg = EggName.of("egg-" + number);
            // Leases apart, so that the counters alone keep the creators in line.
            var fences = Stream.of(0, 1, 2, 3, 4, 5)
                    .map(i -> fence("egg:" + egg + i))
                    .toList();
            int maximum = 1 + source.nextInt(4);
            var limits = SlotLimits.of(1 + source.nextInt(4)).withAll(maximum);
            var sleeping = asleep(egg, source, fences.getFirst());

            var won = Race.run(
                    6,
                    i -> i < 2
                            ? () -> wakes(sleeping.get(i), limits, fences.get(i))
                            : () -> creates(
                                    egg, i % 2 == 0 ? Pool.APEX : Pool.SERVERLESS, limits, fences.get(i), number));

            // Two wakes and two creators want Apex, two creators want serverless.
            int possible = Math.min(4, limits.pool()) + Math.min(2, limits.pool());
            int apex = used(egg).getOrDefault(Pool.APEX, 0);
            int serverless = used(egg).getOrDefault(Pool.SERVERLESS, 0);
            assertThat(apex).isLessThanOrEqualTo(limits.pool());
            assertThat(serverless).isLessThanOrEqualTo(limits.pool());
            assertThat(apex + serverless)
                    .as("slots of both kinds, of which none stays free")
                    .isEqualTo(Math.min(maximum, possible))
                    .isEqualTo((int) won.stream().filter(Boolean::booleanValue).count());
            assertThat(runners().recount(egg, fences.getLast())).isEmpty();
        });
    }

    private List<Runner> asleep(EggName egg, RandomGenerator source, Fence fence) {
        var found = new ArrayList<Runner>();
        for (int i = 0; i < 2; i++) {
            var runner = fresh(egg, Pool.APEX, source);
            assertThat(runners().reserve(List.of(runner), WIDE, List.of(), fence))
                    .isInstanceOf(ReserveOutcome.Reserved.class);
            var row = runner.withVersion(1);
            for (var next : List.of(RunnerState.ACTIVE, RunnerState.IDLE, RunnerState.DEMOTING, RunnerState.DORMANT)) {
                row = moved(row, next, WIDE, fence);
            }
            found.add(row);
        }
        return found;
    }

    private boolean wakes(Runner runner, SlotLimits limits, Fence fence) {
        try {
            return moved(runner, RunnerState.PROMOTING, limits, fence).version() > 0;
        } catch (CapacityException e) {
            return false;
        }
    }

    private boolean creates(EggName egg, Pool pool, SlotLimits limits, Fence fence, int number) {
        var fresh = fresh(egg, pool, new Random(fence.hashCode() * 31L + number));
        return runners().reserve(List.of(fresh), limits, List.of(), fence) instanceof ReserveOutcome.Reserved;
    }

    @Test
    void recount_emptyEgg_findsNoDrift() {
        assertThat(runners().recount(EGG, fence("egg:web"))).isEmpty();
        assertThat(runners().capacity(EGG)).isEmpty();
    }

    @Test
    void recount_lostLease_isRefused() {
        var lost = lostFence("egg:web");

        assertThatThrownBy(() -> runners().recount(EGG, lost)).isInstanceOf(ConflictException.class);
    }

    @Test
    void recount_afterAnyHistory_findsNoDrift() {
        var fence = fence("egg:web");
        Cases.some(10, (source, number) -> {
            for (int i = 0; i < 3; i++) {
                var runner = reserved(Pool.APEX, fence);
                for (int step = 0; step < 4; step++) {
                    runner = runners()
                            .write(RunnerWrite.fenced(fence, RandomRunners.changed(runner, source))
                                    .withLimits(WIDE))
                            .getFirst();
                }
            }
            assertThat(runners().recount(EGG, fence)).isEmpty();
        });
    }

    @Test
    void recount_whileRunnersFail_neverUndoesAWrite() throws Exception {
        var fence = fence("egg:web");
        var rows = IntStream.range(0, 8).mapToObj(_ -> idle(fence)).toList();

        var drifts = Race.run(
                2,
                i -> i == 0
                        ? () -> rows.stream()
                                .mapToInt(row -> moved(row, RunnerState.FAILED, WIDE, fence)
                                        .slots()
                                        .size())
                                .sum()
                        : () -> IntStream.range(0, 8)
                                .map(_ -> runners().recount(EGG, fence).size())
                                .sum());

        assertThat(drifts).containsExactly(0, 0);
        assertThat(used()).isEmpty();
    }
}
