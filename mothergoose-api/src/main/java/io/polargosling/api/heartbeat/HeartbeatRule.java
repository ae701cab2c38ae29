package io.polargosling.api.heartbeat;

import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerPulse;
import io.polargosling.domain.runner.RunnerState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a heartbeat does to a runner's row; decided from values alone. */
public final class HeartbeatRule {

    /** How long a runner may be active without saying whether it has a job. */
    static final Duration ACTIVE_DEADLINE = Duration.ofMinutes(2);

    /** Longer than an agent's poll. */
    static final Duration AGENT_POLL = Duration.ofSeconds(10);

    private HeartbeatRule() {}

    /** What comes of a heartbeat. */
    public sealed interface Outcome {

        /** The runner has ended; it must stop. */
        record Ended() implements Outcome {}

        /** A newer heartbeat was there before. */
        record Stale() implements Outcome {}

        /** Only the pulse changes. */
        record Pulse(Runner row) implements Outcome {}

        /**
         * Something changes that its egg must be looked at for.
         *
         * @param action what changed, as in the audit record
         */
        record Changed(Runner row, String action) implements Outcome {}
    }

    /** What {@code heartbeat} does to {@code runner} at {@code now}. */
    public static Outcome apply(Runner runner, Heartbeat heartbeat, Instant now) {
        if (hasEnded(runner.state())) {
            return new Outcome.Ended();
        }
        if (heartbeat.sequence() <= runner.pulse().sequence()) {
            return new Outcome.Stale();
        }
        var row = runner.withPulse(pulse(runner.pulse(), heartbeat, now));
        var next = next(runner.state(), heartbeat);
        if (next != runner.state()) {
            var moved = row.moveTo(next, now, Optional.empty());
            if (next == RunnerState.ACTIVE) {
                moved = moved.withSchedule(moved.schedule().withDeadline(Optional.of(now.plus(ACTIVE_DEADLINE))));
            }
            return new Outcome.Changed(moved, "runner." + next.word());
        }
        if (runner.identity().sharesEntity() && isProving(runner) && heartbeat.takesNoMore()) {
            return new Outcome.Changed(noMoreJobs(row, now), "runner.takes-no-more");
        }
        boolean finishedNow = row.pulse().finished() && !runner.pulse().finished();
        return finishedNow ? new Outcome.Changed(row, "runner.finished") : new Outcome.Pulse(row);
    }

    /**
     * What the runner is to do, as its row now stands. A runner with a GitLab token of its own is drained by the pause
     * in GitLab, which can be taken back; its agent goes on asking for jobs. One that shares its token cannot be paused
     * there, so it is told.
     */
    public static String desired(Runner runner) {
        if (hasEnded(runner.state())) {
            return "stop";
        }
        return runner.identity().sharesEntity() && isToEnd(runner) ? "drain" : "run";
    }

    private static boolean isToEnd(Runner runner) {
        boolean ordered = runner.status()
                .order()
                .filter(order -> switch (order.kind()) {
                    case TERMINATE, DEMOTE, UPDATE -> true;
                    case PROMOTE -> false;
                })
                .isPresent();
        return switch (runner.state()) {
            case DRAINING, DEMOTING -> true;
            // Its order waits for the end of its job; another job must not come in between.
            case ACTIVE, IDLE, BUSY -> ordered;
            case PROVISIONING, PROMOTING, DORMANT, FAILED, TERMINATING, TERMINATED -> false;
        };
    }

    /** The proof has begun, and it is not known yet that no further job is taken. */
    private static boolean isProving(Runner runner) {
        return (runner.state() == RunnerState.DRAINING || runner.state() == RunnerState.DEMOTING)
                && runner.status().phase() == Phase.NONE;
    }

    /** As a pause in GitLab would: whoever was given a job just before shows it within a poll. */
    private static Runner noMoreJobs(Runner row, Instant now) {
        return row.inPhase(Phase.PAUSED).withSchedule(row.schedule().withNextAction(Optional.of(now.plus(AGENT_POLL))));
    }

    /** True when a runner in this state must stop. */
    static boolean hasEnded(RunnerState state) {
        return !state.wantsMachine();
    }

    private static RunnerPulse pulse(RunnerPulse before, Heartbeat heartbeat, Instant now) {
        return new RunnerPulse(
                Optional.of(now),
                heartbeat.sequence(),
                heartbeat.runningJobs(),
                before.finished() || heartbeat.load() == Heartbeat.Load.FINISHED,
                heartbeat.bootPhase().or(before::bootPhase),
                before.failures() + heartbeat.trouble().failures().size());
    }

    private static RunnerState next(RunnerState state, Heartbeat heartbeat) {
        return switch (state) {
            case PROVISIONING, PROMOTING -> RunnerState.ACTIVE;
            case ACTIVE, IDLE, BUSY -> loaded(state, heartbeat);
            case DRAINING, DEMOTING, DORMANT, FAILED, TERMINATING, TERMINATED -> state;
        };
    }

    /** A runner that takes no further job but has none either is as idle as one that waits for its next. */
    private static RunnerState loaded(RunnerState state, Heartbeat heartbeat) {
        if (heartbeat.showsJob()) {
            return RunnerState.BUSY;
        }
        return heartbeat.load() == Heartbeat.Load.ACTIVE ? state : RunnerState.IDLE;
    }
}
