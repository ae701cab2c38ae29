package io.polargosling.worker.lifecycle;

import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerIdentity;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.Fence;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Proving that no job runs on a runner, one step at a time, so that it can be ended or stopped without killing one:
 *
 * <pre>
 * mark the row -> pause in GitLab -> wait longer than an agent's poll -> no running job -> again, later
 *              -> a heartbeat after that without a job -> proven
 * </pre>
 *
 * Any sign of a job takes the pause back. While GitLab cannot be reached nothing is concluded. Whoever dies between two
 * steps leaves a row from which the next look goes on: a step may be taken twice.
 */
public final class Drain {

    private static final Duration LONGEST = Duration.ofMinutes(5);
    /** For the proof and the stop together. */
    private static final Duration LONGEST_DEMOTION = Duration.ofMinutes(10);

    /** For a proof that goes on after the end of the runner's life, which may harm a job. */
    private static final Duration LONGEST_PAST_LIFE = Duration.ofMinutes(2);

    private static final String JOB_FOUND = "a job was found";

    private final RunnerMoves moves;
    private final GitLab gitlab;
    private final GitLabPauses pauses;
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
    Drain(RunnerMoves moves, GitLab gitlab, GitLabPauses pauses, InstantSource clock, Waits waits) {
        this.moves = moves;
        this.gitlab = gitlab;
        this.pauses = pauses;
        this.clock = clock;
        this.waits = waits;
    }

    /** Begins the proof for an end. */
    void beginToEnd(Runner runner, String reason, GitLabAccess access, Fence fence) {
        var idle = runner.state() == RunnerState.BUSY
                ? moves.move(runner, RunnerState.IDLE, "no job any more", fence)
                : runner;
        var marked = moves.write(idle, marked(idle, RunnerState.DRAINING, LONGEST, reason), reason, fence);
        var _ = step(marked, access, fence);
    }

    /**
     * Begins the proof for a stop.
     *
     * @throws io.polargosling.domain.problem.CapacityException when Nadir has no slot for it; nothing is changed then
     */
    void beginToStop(Runner runner, String reason, SlotLimits nadir, GitLabAccess access, Fence fence) {
        var demoting = marked(runner, RunnerState.DEMOTING, LONGEST_DEMOTION, reason);
        var _ = step(moves.writeTaking(runner, demoting, reason, nadir, fence), access, fence);
    }

    private Runner marked(Runner runner, RunnerState towards, Duration longest, String reason) {
        var now = clock.instant();
        var proving = runner.moveTo(towards, now, Optional.of(reason));
        return proving.withSchedule(
                proving.schedule().withProofSince(Optional.of(now)).withDeadline(Optional.of(now.plus(longest))));
    }

    /**
     * Takes the next step, which must be due.
     *
     * @return the runner once it is proven that no job runs on it
     */
    Optional<Runner> step(Runner runner, GitLabAccess access, Fence fence) {
        if (!runner.pulse().runningJobs().isEmpty()) {
            return goBack(runner, RunnerState.BUSY, JOB_FOUND, access, fence);
        }
        var now = clock.instant();
        boolean overdue = runner.status().since().plus(LONGEST).isBefore(now);
        if (overdue && runner.status().phase() != Phase.CHECKED_TWICE) {
            return goBack(runner, RunnerState.IDLE, "idleness was not proven in time", access, fence);
        }
        return switch (runner.status().phase()) {
            case NONE -> pause(runner, access, now, fence);
            case PAUSED -> check(runner, Phase.CHECKED_ONCE, now.plus(waits.betweenChecks()), access, fence);
            case CHECKED_ONCE -> checkAgain(runner, now, access, fence);
            case CHECKED_TWICE -> conclude(runner, overdue, access, fence);
            case RESERVED, APPLYING, BOOTING, STOPPING, STARTED ->
                throw new IllegalStateException("proving runner " + runner.id() + " in phase "
                        + runner.status().phase());
        };
    }

    /** True for a runner whose life is over and whose proof has had its time: nothing more is waited for. */
    boolean isOverdueForGood(Runner runner) {
        var now = clock.instant();
        return runner.schedule().lifetimeEnd().filter(end -> !end.isAfter(now)).isPresent()
                && runner.status().since().plus(LONGEST_PAST_LIFE).isBefore(now);
    }

    /**
     * Ends the proof without a result. The row forgets the proof before the pause is taken back: a death between the
     * two must not leave a half proof about a runner that takes jobs again.
     *
     * @return empty
     */
    Optional<Runner> goBack(Runner runner, RunnerState to, String why, GitLabAccess access, Fence fence) {
        var voided = runner.status().phase() == Phase.NONE
                ? runner
                : moves.write(runner, runner.inPhase(Phase.NONE), why, fence);
        pauses.set(voided, access, false);
        moves.move(voided, to, why, fence);
        return Optional.empty();
    }

    private Optional<Runner> pause(Runner runner, GitLabAccess access, Instant now, Fence fence) {
        if (runner.identity().sharesEntity() && !runner.pulse().finished()) {
            // It is told to take no further job by the answer to its heartbeat; what it says then is the next phase.
            return next(runner, Phase.NONE, now.plus(waits.heartbeat()), fence);
        }
        pauses.set(runner, access, true);
        return next(runner, Phase.PAUSED, now.plus(waits.afterPause()), fence);
    }

    private Optional<Runner> checkAgain(Runner runner, Instant now, GitLabAccess access, Fence fence) {
        if (!pauses.stands(runner, access)) {
            // Somebody took the pause back, or a late call of a former owner did: nothing is proven.
            return pause(runner, access, now, fence);
        }
        return check(runner, Phase.CHECKED_TWICE, now.plus(waits.heartbeat()), access, fence);
    }

    private Optional<Runner> check(Runner runner, Phase reached, Instant nextAt, GitLabAccess access, Fence fence) {
        if (!runningJobs(runner, access).isEmpty()) {
            return goBack(runner, RunnerState.BUSY, JOB_FOUND, access, fence);
        }
        var answered = runner.withSchedule(runner.schedule().withProofSince(Optional.of(clock.instant())));
        return next(answered, reached, nextAt, fence);
    }

    private List<Long> runningJobs(Runner runner, GitLabAccess access) {
        long id = runner.identity().gitlabRunnerId().orElse(0);
        return runner.identity().sharesEntity()
                ? gitlab.runners().runningJobs(access, id, RunnerIdentity.systemId(runner.id()))
                : gitlab.runners().runningJobs(access, id);
    }

    private Optional<Runner> conclude(Runner runner, boolean overdue, GitLabAccess access, Fence fence) {
        var now = clock.instant();
        var answered = runner.schedule().proofSince().orElse(now);
        if (runner.pulse().lastHeartbeat().filter(answered::isBefore).isPresent()) {
            return Optional.of(runner);
        }
        return overdue
                ? goBack(runner, RunnerState.IDLE, "no heartbeat completed the proof in time", access, fence)
                : next(runner, Phase.CHECKED_TWICE, now.plus(waits.heartbeat()), fence);
    }

    private Optional<Runner> next(Runner runner, Phase phase, Instant at, Fence fence) {
        var changed = runner.inPhase(phase).withSchedule(runner.schedule().withNextAction(Optional.of(at)));
        moves.write(runner, changed, "drain", fence);
        return Optional.empty();
    }
}
