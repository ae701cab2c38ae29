package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.CapacityException;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.runner.ReserveOutcome;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerStore;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.Samples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link RunnerStore} must do with slots that move between pools and with those of both kinds together. */
public abstract class SlotContract extends SlotSteps {

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
}
