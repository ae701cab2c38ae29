package io.polargosling.api.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerOrigin;
import io.polargosling.domain.runner.RunnerPlatform;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.token.TokenHash;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeartbeatRuleTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PROVISIONING, ACTIVE,   0, ACTIVE",
        "PROVISIONING, BUSY,     1, ACTIVE",
        "PROMOTING,    IDLE,     0, ACTIVE",
        "ACTIVE,       ACTIVE,   0, ACTIVE",
        "ACTIVE,       IDLE,     0, IDLE",
        "ACTIVE,       BUSY,     1, BUSY",
        "ACTIVE,       FINISHED, 0, IDLE",
        "IDLE,         BUSY,     1, BUSY",
        "IDLE,         IDLE,     1, BUSY",
        "IDLE,         ACTIVE,   0, IDLE",
        "BUSY,         IDLE,     0, IDLE",
        "BUSY,         BUSY,     1, BUSY",
        "BUSY,         DRAINING, 1, BUSY",
        "BUSY,         DRAINING, 0, IDLE",
        "BUSY,         FINISHED, 0, IDLE",
        "BUSY,         STOPPING, 0, IDLE",
        "DRAINING,     IDLE,     0, DRAINING",
        "DRAINING,     BUSY,     1, DRAINING",
        "DEMOTING,     IDLE,     0, DEMOTING",
        "DORMANT,      IDLE,     0, DORMANT"
    })
    void state_afterHeartbeat_is(RunnerState before, Heartbeat.Load load, int jobs, RunnerState after) {
        var outcome = HeartbeatRule.apply(runner(before), heartbeat(1, load, jobs), NOW);

        assertThat(rowOf(outcome).state()).isEqualTo(after);
        assertThat(outcome instanceof HeartbeatRule.Outcome.Changed)
                .isEqualTo(before != after || load == Heartbeat.Load.FINISHED);
    }

    @Test
    void first_heartbeat_setsTheDeadlineOfActive() {
        var row = rowOf(
                HeartbeatRule.apply(runner(RunnerState.PROVISIONING), heartbeat(1, Heartbeat.Load.ACTIVE, 0), NOW));

        assertThat(row.schedule().deadline()).contains(NOW.plus(Duration.ofMinutes(2)));
    }

    @Test
    void idle_entered_hasNoDeadline() {
        var row = rowOf(HeartbeatRule.apply(runner(RunnerState.ACTIVE), heartbeat(1, Heartbeat.Load.IDLE, 0), NOW));

        assertThat(row.schedule().deadline()).isEmpty();
        assertThat(row.schedule().idleSince()).contains(NOW);
    }

    @Test
    void finished_saidAgain_changesNothingMore() {
        var first =
                rowOf(HeartbeatRule.apply(runner(RunnerState.DRAINING), heartbeat(1, Heartbeat.Load.FINISHED, 0), NOW));
        var again = HeartbeatRule.apply(first, heartbeat(2, Heartbeat.Load.IDLE, 0), NOW);

        assertThat(again).isInstanceOf(HeartbeatRule.Outcome.Pulse.class);
        assertThat(rowOf(again).pulse().finished()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"FAILED", "TERMINATING", "TERMINATED"})
    void ended_runner_mustStop(RunnerState state) {
        assertThat(HeartbeatRule.apply(runner(state), heartbeat(1, Heartbeat.Load.BUSY, 1), NOW))
                .isInstanceOf(HeartbeatRule.Outcome.Ended.class);
    }

    @ParameterizedTest
    @CsvSource({"IDLE, run", "BUSY, run", "DRAINING, run", "DEMOTING, run", "TERMINATED, stop"})
    void desired_state_runsUntilItHasEnded(RunnerState state, String desired) {
        assertThat(HeartbeatRule.desired(runner(state))).isEqualTo(desired);
    }

    @ParameterizedTest
    @CsvSource({
        "IDLE, run",
        "BUSY, run",
        "DRAINING, drain",
        "DEMOTING, drain",
        "DORMANT, run",
        "PROMOTING, run",
        "FAILED, stop"
    })
    void desired_sharedToken_isToldToDrain(RunnerState state, String desired) {
        assertThat(HeartbeatRule.desired(shared(state))).isEqualTo(desired);
    }

    @ParameterizedTest
    @CsvSource({"TERMINATE, drain", "DEMOTE, drain", "UPDATE, drain", "PROMOTE, run"})
    void desired_sharedTokenBusyWithOrder_takesNoFurtherJobBeforeItsEnd(PendingOrder.Kind kind, String desired) {
        var order = new PendingOrder(kind, "over_max", "uglyfox");

        assertThat(HeartbeatRule.desired(shared(RunnerState.BUSY).withOrder(Optional.of(order))))
                .isEqualTo(desired);
    }

    @ParameterizedTest
    @CsvSource({"DRAINING", "DEMOTING"})
    void draining_saidBySharedRunner_standsForThePauseInGitLab(RunnerState state) {
        var outcome = HeartbeatRule.apply(shared(state), heartbeat(1, Heartbeat.Load.DRAINING, 1), NOW);

        assertThat(outcome).isInstanceOf(HeartbeatRule.Outcome.Changed.class);
        var row = rowOf(outcome);
        assertThat(row.state()).isEqualTo(state);
        assertThat(row.status().phase()).isEqualTo(Phase.PAUSED);
        assertThat(row.schedule().nextAction()).contains(NOW.plusSeconds(10));
        assertThat(HeartbeatRule.apply(row, heartbeat(2, Heartbeat.Load.DRAINING, 1), NOW))
                .isInstanceOf(HeartbeatRule.Outcome.Pulse.class);
    }

    @Test
    void idle_saidBySharedRunnerToldToDrain_provesNothing() {
        var outcome = HeartbeatRule.apply(shared(RunnerState.DRAINING), heartbeat(1, Heartbeat.Load.IDLE, 0), NOW);

        assertThat(rowOf(outcome).status().phase()).isEqualTo(Phase.NONE);
    }

    @Test
    void bootPhase_notSaid_staysWhatItWas() {
        var said = new Heartbeat(
                1, "web", Heartbeat.Load.ACTIVE, List.of(), Optional.of("registered"), Heartbeat.Trouble.none());
        var first = rowOf(HeartbeatRule.apply(runner(RunnerState.PROVISIONING), said, NOW));
        var second = rowOf(HeartbeatRule.apply(first, heartbeat(2, Heartbeat.Load.IDLE, 0), NOW));

        assertThat(first.pulse().bootPhase()).contains("registered");
        assertThat(second.pulse().bootPhase()).contains("registered");
    }

    @Test
    void desired_orderToEnd_runsUntilItIsCarriedOut() {
        var order = new PendingOrder(PendingOrder.Kind.TERMINATE, "idle_timeout", "uglyfox");

        assertThat(HeartbeatRule.desired(runner(RunnerState.BUSY).withOrder(Optional.of(order))))
                .isEqualTo("run");
    }

    @Property
    void any_heartbeats_moveAlongLegalEdgesAndNeverGoBack(
            @ForAll RunnerState before,
            @ForAll Heartbeat.Load load,
            @ForAll @IntRange(max = 3) int jobs,
            @ForAll @LongRange(max = 5) long stored,
            @ForAll @LongRange(max = 5) long sent) {
        var fresh = runner(before);
        var pulse = rowOf(HeartbeatRule.apply(
                        runner(RunnerState.DRAINING), heartbeat(stored + 1, Heartbeat.Load.IDLE, 0), NOW))
                .pulse();
        var runner = fresh.withPulse(pulse);

        switch (HeartbeatRule.apply(runner, heartbeat(sent, load, jobs), NOW)) {
            case HeartbeatRule.Outcome.Ended ended ->
                assertThat(before.wantsMachine()).isFalse();
            case HeartbeatRule.Outcome.Stale stale -> assertThat(sent).isLessThanOrEqualTo(stored + 1);
            case HeartbeatRule.Outcome.Pulse same -> {
                assertThat(sent).isGreaterThan(stored + 1);
                assertThat(same.row().status()).isEqualTo(runner.status());
                assertThat(same.row().schedule()).isEqualTo(runner.schedule());
            }
            case HeartbeatRule.Outcome.Changed changed -> {
                assertThat(sent).isGreaterThan(stored + 1);
                assertThat(before.mayBecome(changed.row().state())).isTrue();
            }
        }
    }

    private static Runner rowOf(HeartbeatRule.Outcome outcome) {
        return switch (outcome) {
            case HeartbeatRule.Outcome.Pulse pulse -> pulse.row();
            case HeartbeatRule.Outcome.Changed changed -> changed.row();
            case HeartbeatRule.Outcome.Ended ended -> throw new AssertionError("ended");
            case HeartbeatRule.Outcome.Stale stale -> throw new AssertionError("stale");
        };
    }

    private static Heartbeat heartbeat(long sequence, Heartbeat.Load load, int jobs) {
        return Heartbeat.of(
                sequence, "web", load, LongStream.rangeClosed(1, jobs).boxed().toList());
    }

    private static Runner shared(RunnerState state) {
        var runner = runner(state);
        return runner.withIdentity(runner.identity().enrolledWithShared(TokenHash.of("token"), 77));
    }

    private static Runner runner(RunnerState state) {
        var origin = new RunnerOrigin(
                EggName.of("web"),
                Optional.empty(),
                RunnerKind.VM,
                RunnerPlatform.PROCESS,
                Placement.local(),
                1,
                CommitId.of("0".repeat(40)),
                NOW);
        var reserved = Runner.reserved(RunnerId.of("abcdefghijkl"), origin, Pool.APEX, NOW);
        return state == RunnerState.PROVISIONING
                ? reserved
                : reserved.moveTo(state, NOW.minusSeconds(60), Optional.empty()).withSchedule(reserved.schedule());
    }
}
