package io.polargosling.worker.lifecycle;

import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.Fence;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ending a runner without killing a job, one step at a time:
 *
 * <pre>
 * mark the row -> pause in GitLab -> wait longer than an agent's poll -> no running job -> again, later
 *              -> a heartbeat after that without a job -> it may be terminated
 * </pre>
 *
 * Any sign of a job takes the pause back. While GitLab cannot be reached nothing is concluded.
 */
public final class Drain {

    private static final Logger log = LoggerFactory.getLogger(Drain.class);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final RunnerMoves moves;
    private final GitLab gitlab;
    private final InstantSource clock;
    private final Waits waits;

    /**
     * How long is waited.
     *
     * @param afterPause longer than an agent's poll
     * @param betweenChecks between the two questions to GitLab
     * @param heartbeat how often a runner reports
     */
    public record Waits(Duration afterPause, Duration betweenChecks, Duration heartbeat) {}

    /** Drains with {@code waits}. */
    public Drain(RunnerMoves moves, GitLab gitlab, InstantSource clock, Waits waits) {
        this.moves = moves;
        this.gitlab = gitlab;
        this.clock = clock;
        this.waits = waits;
    }

    /** Begins the proof. */
    public Runner begin(Runner runner, String reason, GitLabAccess access, Fence fence) {
        var idle = runner.state() == RunnerState.BUSY
                ? moves.move(runner, RunnerState.IDLE, "no job any more", fence)
                : runner;
        var now = clock.instant();
        var draining = idle.moveTo(RunnerState.DRAINING, now, Optional.of(reason));
        var marked = moves.write(
                idle,
                draining.withSchedule(draining.schedule()
                        .withProofSince(Optional.of(now))
                        .withDeadline(Optional.of(now.plus(LONGEST)))),
                reason,
                fence);
        return step(marked, access, fence);
    }

    /** Takes the next step, which must be due. */
    public Runner step(Runner runner, GitLabAccess access, Fence fence) {
        var now = clock.instant();
        if (!runner.pulse().runningJobs().isEmpty()) {
            return goBack(runner, RunnerState.BUSY, "a job was found", access, fence);
        }
        return switch (runner.status().phase()) {
            case NONE -> pause(runner, access, now, fence);
            case PAUSED -> check(runner, Phase.CHECKED_ONCE, now.plus(waits.betweenChecks()), access, fence);
            case CHECKED_ONCE -> check(runner, Phase.CHECKED_TWICE, now.plus(waits.heartbeat()), access, fence);
            case CHECKED_TWICE -> conclude(runner, access, now, fence);
            case RESERVED, APPLYING, BOOTING ->
                throw new IllegalStateException(
                        "a draining runner in phase " + runner.status().phase());
        };
    }

    private Runner pause(Runner runner, GitLabAccess access, Instant now, Fence fence) {
        setPaused(runner, access, true);
        return next(runner, Phase.PAUSED, now.plus(waits.afterPause()), fence);
    }

    private Runner check(Runner runner, Phase reached, Instant nextAt, GitLabAccess access, Fence fence) {
        if (!gitlab.runners().runningJobs(access, gitlabId(runner)).isEmpty()) {
            return goBack(runner, RunnerState.BUSY, "a job was found", access, fence);
        }
        var answered = runner.withSchedule(runner.schedule().withProofSince(Optional.of(clock.instant())));
        return next(answered, reached, nextAt, fence);
    }

    private Runner conclude(Runner runner, GitLabAccess access, Instant now, Fence fence) {
        var answered = runner.schedule().proofSince().orElse(now);
        if (runner.pulse().lastHeartbeat().filter(answered::isBefore).isPresent()) {
            return moves.move(
                    runner, RunnerState.TERMINATING, runner.status().cause().orElse("drained"), fence);
        }
        if (runner.schedule().deadline().filter(now::isAfter).isPresent()) {
            return goBack(runner, RunnerState.IDLE, "idleness was not proven in time", access, fence);
        }
        return next(runner, Phase.CHECKED_TWICE, now.plus(waits.heartbeat()), fence);
    }

    private Runner goBack(Runner runner, RunnerState to, String why, GitLabAccess access, Fence fence) {
        setPaused(runner, access, false);
        return moves.move(runner, to, why, fence);
    }

    private Runner next(Runner runner, Phase phase, Instant at, Fence fence) {
        var changed = runner.inPhase(phase).withSchedule(runner.schedule().withNextAction(Optional.of(at)));
        return moves.write(runner, changed, "drain", fence);
    }

    private void setPaused(Runner runner, GitLabAccess access, boolean paused) {
        try {
            gitlab.runners().setPaused(access, gitlabId(runner), paused);
        } catch (NotFoundException e) {
            // Its entity is gone, so GitLab gives it no job whatever we say; the proof goes on.
            log.info("gitlab runner is gone already egg={} runner={}", runner.egg(), runner.id());
        }
    }

    private static long gitlabId(Runner runner) {
        return runner.identity().gitlabRunnerId().orElse(0);
    }
}
