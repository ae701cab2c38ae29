package io.polargosling.worker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A machine that says nothing any more, and an egg that only the overdue sweep looks at. */
class OverdueTest extends LifeTest {

    @Test
    void provisioning_neverReports_failsWithWhatIsKnownAndIsRemoved() {
        bench.setSilent(true);
        var runner = reached(RunnerState.PROVISIONING);

        var ended = afterMinutes(runner, 13);

        assertThat(ended.state()).isEqualTo(RunnerState.TERMINATED);
        assertThat(ended.status().cause()).contains("boot-deadline: last boot phase none");
        assertThat(bench.cloud.machines()).isEmpty();
    }

    @Test
    void active_saysNothingOfItsLoad_fails() {
        var runner = reached(RunnerState.ACTIVE);
        bench.setSilent(true);

        assertThat(afterMinutes(runner, 4).state()).isEqualTo(RunnerState.TERMINATED);
    }

    @Test
    void draining_noHeartbeatCompletesTheProof_takesJobsAgain() {
        var runner = reached(RunnerState.IDLE);
        bench.setSilent(true);
        bench.order(Optional.of(PendingOrder.Kind.TERMINATE), "max_age");
        bench.look();
        assertThat(bench.row(runner).state()).isEqualTo(RunnerState.DRAINING);

        boolean cameBack = false;
        for (int minute = 0; minute < 7 && !cameBack; minute++) {
            bench.sweepMinute();
            cameBack = bench.row(runner).state() == RunnerState.IDLE;
        }

        assertThat(cameBack).isTrue();
        assertThat(bench.cloud.machines()).hasSize(1);
    }

    @Test
    void demoting_machineDoesNotStop_fails() {
        var runner = reached(RunnerState.IDLE);
        bench.order(Optional.of(PendingOrder.Kind.DEMOTE), "idle_timeout");
        for (int i = 0; i < 30 && bench.row(runner).status().phase() != Phase.STOPPING; i++) {
            bench.tick();
        }
        bench.setSilent(true);
        bench.cloud.setAway(true);

        var failed = afterMinutes(runner, 11);
        assertThat(failed.state()).isEqualTo(RunnerState.TERMINATING);
        assertThat(failed.status().cause().orElseThrow()).startsWith("deadline");
    }

    @Test
    void dormant_isTooOld_isRemoved() {
        var runner = dormant();

        assertThat(afterMinutes(runner, 23 * 60).state()).isEqualTo(RunnerState.DORMANT);
        assertThat(afterMinutes(runner, 70).state()).isEqualTo(RunnerState.TERMINATED);
    }

    @Test
    void promoting_neverReports_failsAndIsRemoved() {
        var runner = dormant();
        bench.setSilent(true);
        bench.minutes(3);
        bench.enqueue();
        bench.tick();
        assertThat(bench.row(runner).state()).isEqualTo(RunnerState.PROMOTING);

        var ended = afterMinutes(runner, 6);

        assertThat(ended.state()).isEqualTo(RunnerState.TERMINATED);
        assertThat(ended.status().cause().orElseThrow()).startsWith("deadline: last boot phase");
    }

    private Runner dormant() {
        reached(RunnerState.IDLE);
        bench.order(Optional.of(PendingOrder.Kind.DEMOTE), "idle_timeout");
        for (int i = 0; i < 40 && bench.only().state() != RunnerState.DORMANT; i++) {
            bench.tick();
        }
        return bench.only();
    }

    /** The one runner once it has come so far, without a job that waits. */
    private Runner reached(RunnerState state) {
        long job = bench.enqueue();
        for (int i = 0; i < 30 && bench.live().stream().noneMatch(runner -> runner.state() == state); i++) {
            bench.tick();
        }
        bench.cancel(job);
        assertThat(bench.only().state()).isEqualTo(state);
        return bench.only();
    }

    private Runner afterMinutes(Runner runner, int minutes) {
        for (int i = 0; i < minutes; i++) {
            bench.sweepMinute();
        }
        return bench.row(runner);
    }
}
