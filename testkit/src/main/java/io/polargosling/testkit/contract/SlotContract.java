package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.CapacityException;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.runner.ReserveOutcome;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerStore;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.RandomRunners;
import io.polargosling.testkit.gen.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link RunnerStore} must do with slots that move between pools and with those of both kinds together. */
public abstract class SlotContract extends StoreContract {

    private static final SlotLimits WIDE = SlotLimits.of(1000);

    private final Random random = new Random(42);

    private RunnerStore runners() {
        return storage().runners();
    }

    private Runner fresh(EggName egg, Pool slot, RandomGenerator source) {
        return Samples.runner(egg, RunnerId.random(source), slot, Samples.NOW);
    }

    private ReserveOutcome reserve(Pool slot, int count, SlotLimits limits, Fence fence) {
        var fresh = Stream.generate(() -> fresh(EGG, slot, random)).limit(count).toList();
        return runners().reserve(fresh, limits, List.of(), fence);
    }

    private Runner reserved(Pool slot, Fence fence) {
        return switch (reserve(slot, 1, WIDE, fence)) {
            case ReserveOutcome.Reserved done -> done.runners().getFirst();
            case ReserveOutcome.Exhausted none -> throw new AssertionError("no room: " + none);
        };
    }

    private Runner moved(Runner runner, RunnerState next, SlotLimits limits, Fence fence) {
        var moved = runner.moveTo(next, Samples.NOW, Optional.empty());
        return runners()
                .write(RunnerWrite.fenced(fence, moved).withLimits(limits))
                .getFirst();
    }

    private Runner brought(Fence fence, RunnerState... way) {
        var runner = reserved(Pool.APEX, fence);
        for (var next : way) {
            runner = moved(runner, next, WIDE, fence);
        }
        return runner;
    }

    private Runner idle(Fence fence) {
        return brought(fence, RunnerState.ACTIVE, RunnerState.IDLE);
    }

    private Runner dormant(Fence fence) {
        return moved(moved(idle(fence), RunnerState.DEMOTING, WIDE, fence), RunnerState.DORMANT, WIDE, fence);
    }

    private Map<Pool, Integer> used() {
        return used(EGG);
    }

    private Map<Pool, Integer> used(EggName egg) {
        return runners().capacity(egg).stream()
                .filter(use -> use.used() > 0)
                .collect(Collectors.toMap(CapacityUse::pool, CapacityUse::used));
    }

    @Test
    void reserve_bothKindsUnderOneMaximum_areCountedTogether() {
        var fence = fence("egg:web");
        var limits = SlotLimits.of(3).withAll(3);

        assertThat(reserve(Pool.APEX, 2, limits, fence)).isInstanceOf(ReserveOutcome.Reserved.class);
        assertThat(reserve(Pool.SERVERLESS, 2, limits, fence))
                .isEqualTo(new ReserveOutcome.Exhausted(new CapacityUse(Pool.SERVERLESS, 2, 3), true));
        assertThat(reserve(Pool.SERVERLESS, 1, limits, fence)).isInstanceOf(ReserveOutcome.Reserved.class);
        assertThat(reserve(Pool.APEX, 1, limits, fence))
                .isEqualTo(new ReserveOutcome.Exhausted(new CapacityUse(Pool.APEX, 3, 3), true));

        assertThat(runners().ofEgg(EGG)).hasSize(3);
        assertThat(used()).isEqualTo(Map.of(Pool.APEX, 2, Pool.SERVERLESS, 1));
        assertThat(runners().recount(EGG, fence)).isEmpty();
    }

    @Test
    void reserve_fullPool_isToldApartFromBothTogether() {
        var fence = fence("egg:web");

        assertThat(reserve(Pool.APEX, 2, SlotLimits.of(1).withAll(9), fence))
                .isEqualTo(new ReserveOutcome.Exhausted(new CapacityUse(Pool.APEX, 0, 1)));
        assertThat(reserve(Pool.APEX, 2, SlotLimits.of(9).withAll(1), fence))
                .isEqualTo(new ReserveOutcome.Exhausted(new CapacityUse(Pool.APEX, 0, 1), true));
        assertThat(runners().ofEgg(EGG)).isEmpty();
    }

    @Test
    void reserve_eggThatLosesItsType_countsWhatWasThereBefore() {
        var fence = fence("egg:web");
        reserved(Pool.SERVERLESS, fence);
        reserved(Pool.APEX, fence);

        assertThat(reserve(Pool.APEX, 1, SlotLimits.of(9).withAll(2), fence))
                .isEqualTo(new ReserveOutcome.Exhausted(new CapacityUse(Pool.APEX, 2, 2), true));
    }

    @Test
    void reserve_jobsAndNadir_doNotCountForBothKinds() {
        var fence = fence("egg:web");
        var tight = SlotLimits.of(9).withAll(1);

        assertThat(reserve(Pool.JOB, 2, tight, fence)).isInstanceOf(ReserveOutcome.Reserved.class);
        assertThat(reserve(Pool.NADIR, 2, tight, fence)).isInstanceOf(ReserveOutcome.Reserved.class);
        assertThat(reserve(Pool.APEX, 1, tight, fence)).isInstanceOf(ReserveOutcome.Reserved.class);
        assertThat(runners().recount(EGG, fence)).isEmpty();
    }

    @Test
    void write_failedRunner_makesRoomForTheOtherKind() {
        var fence = fence("egg:web");
        var limits = SlotLimits.of(1).withAll(1);
        var machine = brought(fence, RunnerState.ACTIVE);
        assertThat(reserve(Pool.SERVERLESS, 1, limits, fence)).isInstanceOf(ReserveOutcome.Exhausted.class);

        moved(machine, RunnerState.FAILED, WIDE, fence);

        assertThat(reserve(Pool.SERVERLESS, 1, limits, fence)).isInstanceOf(ReserveOutcome.Reserved.class);
        assertThat(used()).isEqualTo(Map.of(Pool.SERVERLESS, 1));
    }

    @Test
    void write_wayToNadirAndBack_holdsBothWhileItIsUnderWay() {
        var fence = fence("egg:web");
        var nadir = SlotLimits.of(1);

        var demoting = moved(idle(fence), RunnerState.DEMOTING, nadir, fence);
        assertThat(used()).isEqualTo(Map.of(Pool.APEX, 1, Pool.NADIR, 1));
        var dormant = moved(demoting, RunnerState.DORMANT, nadir, fence);
        assertThat(used()).isEqualTo(Map.of(Pool.NADIR, 1));
        assertThat(dormant.slot()).contains(Pool.NADIR);
        var promoting = moved(dormant, RunnerState.PROMOTING, SlotLimits.of(1).withAll(1), fence);
        assertThat(used()).isEqualTo(Map.of(Pool.APEX, 1, Pool.NADIR, 1));
        var active = moved(promoting, RunnerState.ACTIVE, WIDE, fence);
        assertThat(used()).isEqualTo(Map.of(Pool.APEX, 1));
        assertThat(runners().find(active.id())).contains(active);
        assertThat(runners().recount(EGG, fence)).isEmpty();
    }

    @Test
    void write_everyWayOutOfAMove_givesBackWhatItHoldsNoLonger() {
        var fence = fence("egg:web");
        moved(moved(idle(fence), RunnerState.DEMOTING, WIDE, fence), RunnerState.IDLE, WIDE, fence);
        assertThat(used()).as("withdrawn").isEqualTo(Map.of(Pool.APEX, 1));
        moved(moved(idle(fence), RunnerState.DEMOTING, WIDE, fence), RunnerState.FAILED, WIDE, fence);
        moved(moved(dormant(fence), RunnerState.PROMOTING, WIDE, fence), RunnerState.FAILED, WIDE, fence);
        assertThat(used()).as("failed").isEqualTo(Map.of(Pool.APEX, 1));

        var ending = moved(dormant(fence), RunnerState.TERMINATING, WIDE, fence);
        assertThat(used()).as("ending out of Nadir").isEqualTo(Map.of(Pool.APEX, 1, Pool.NADIR, 1));
        moved(ending, RunnerState.TERMINATED, WIDE, fence);
        assertThat(used()).isEqualTo(Map.of(Pool.APEX, 1));
        assertThat(runners().recount(EGG, fence)).isEmpty();
    }

    @Test
    void write_fullPool_isRefusedWholeAndToldApartFromAConflict() {
        var fence = fence("egg:web");
        var audit = Samples.audit("runner/x");
        dormant(fence);
        var idle = idle(fence);
        var down = idle.moveTo(RunnerState.DEMOTING, Samples.NOW, Optional.empty());
        var write = RunnerWrite.fenced(fence, down, audit).withLimits(SlotLimits.of(1));

        assertThatThrownBy(() -> runners().write(write))
                .isInstanceOf(CapacityException.class)
                .hasMessageContaining("1 of 1")
                .hasMessageContaining("nadir");

        assertThat(runners().find(idle.id())).contains(idle);
        assertThat(storage()
                        .audit()
                        .ofResource("runner/x", PageRequest.first(9))
                        .items())
                .isEmpty();
        assertThat(used()).isEqualTo(Map.of(Pool.APEX, 1, Pool.NADIR, 1));
        var stale = RunnerWrite.fenced(fence, down.withVersion(1)).withLimits(SlotLimits.of(1));
        assertThatThrownBy(() -> runners().write(stale)).isInstanceOf(ConflictException.class);
    }

    @Test
    void write_wakingAboveTheMaximumOfBothKinds_isRefused() {
        var fence = fence("egg:web");
        var dormant = dormant(fence);
        reserved(Pool.SERVERLESS, fence);
        var limits = SlotLimits.of(1).withAll(1);

        assertThatThrownBy(() -> moved(dormant, RunnerState.PROMOTING, limits, fence))
                .isInstanceOf(CapacityException.class)
                .hasMessageContaining("all");
        assertThat(runners().find(dormant.id())).contains(dormant);
    }

    @Test
    void write_withoutLimits_goesByTheLastReservation() {
        var fence = fence("egg:web");
        var idle = idle(fence);
        var down = RunnerWrite.fenced(fence, idle.moveTo(RunnerState.DEMOTING, Samples.NOW, Optional.empty()));
        assertThatThrownBy(() -> runners().write(down)).isInstanceOf(CapacityException.class);

        assertThat(reserve(Pool.NADIR, 1, SlotLimits.of(2), fence)).isInstanceOf(ReserveOutcome.Reserved.class);

        assertThat(runners().write(down)).hasSize(1);
        assertThat(used()).isEqualTo(Map.of(Pool.APEX, 1, Pool.NADIR, 2));
    }

    @Test
    void write_oneOutAndOneInAtOnce_needsNoFreeSlot() {
        var fence = fence("egg:web");
        var going = idle(fence);
        var coming = dormant(fence);
        var both = List.of(
                going.moveTo(RunnerState.FAILED, Samples.NOW, Optional.empty()),
                coming.moveTo(RunnerState.PROMOTING, Samples.NOW, Optional.empty()));

        var written = runners()
                .write(new RunnerWrite(both, List.of(), Optional.empty(), Optional.of(fence), false)
                        .withLimits(SlotLimits.of(1)));

        assertThat(written).hasSize(2);
        assertThat(used()).isEqualTo(Map.of(Pool.APEX, 1, Pool.NADIR, 1));
    }

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
