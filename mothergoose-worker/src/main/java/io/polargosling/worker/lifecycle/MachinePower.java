package io.polargosling.worker.lifecycle;

import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.inventory.Cloud;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.Clouds;
import io.polargosling.domain.problem.CapacityException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.Fence;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Stopping and starting machines that stay, one step at a time:
 *
 * <pre>
 * demoting:  proven idle -> asked to stop -> the cloud says off -> dormant, in Nadir
 * dormant:   unpaused in GitLab -> promoting, in Apex -> asked to start -> its heartbeat makes it active
 * </pre>
 *
 * The pause is taken back first: the machine is off, so no job can come, and a heartbeat may then end the start at any
 * moment. Whoever dies between two steps leaves a row from which the next look goes on: a cloud may be asked twice.
 */
final class MachinePower {

    private static final Duration STOP_LOOK = Duration.ofSeconds(5);
    private static final Duration START_LOOK = Duration.ofSeconds(20);
    private static final Duration START_DEADLINE = Duration.ofMinutes(3);

    private final RunnerMoves moves;
    private final GitLabPauses pauses;
    private final Clouds clouds;
    private final InstantSource clock;

    MachinePower(RunnerMoves moves, GitLabPauses pauses, Clouds clouds, InstantSource clock) {
        this.moves = moves;
        this.pauses = pauses;
        this.clouds = clouds;
        this.clock = clock;
    }

    /** Stops a runner on which no job runs. */
    void stop(Runner proven, Optional<CloudResource> machine, Duration maxAge, Fence fence) {
        var stopping = proven.inPhase(Phase.STOPPING)
                .withSchedule(proven.schedule().withNextAction(Optional.of(clock.instant())));
        continueStop(moves.write(proven, stopping, "stopping", fence), machine, maxAge, fence);
    }

    /** Goes on with a stop that may have been asked for. */
    void continueStop(Runner runner, Optional<CloudResource> machine, Duration maxAge, Fence fence) {
        if (machine.isEmpty()) {
            // A listing may be late; one that is gone for good is failed by the planner.
            lookAgain(runner, STOP_LOOK, fence);
            return;
        }
        switch (machine.get().power()) {
            case OFF -> sleep(runner, maxAge, fence);
            case CHANGING -> lookAgain(runner, STOP_LOOK, fence);
            case ON -> {
                cloud(runner).power().stop(machine.get());
                lookAgain(runner, STOP_LOOK, fence);
            }
        }
    }

    private void sleep(Runner runner, Duration maxAge, Fence fence) {
        var dormant = runner.moveTo(RunnerState.DORMANT, clock.instant(), Optional.empty())
                .withOrder(Optional.empty());
        var ends = runner.origin().createdAt().plus(maxAge);
        moves.write(runner, dormant.withSchedule(dormant.schedule().withDeadline(Optional.of(ends))), "stopped", fence);
    }

    /**
     * Begins to start a dormant runner.
     *
     * @throws CapacityException when Apex has no slot for it, and it stays as it is
     */
    void wake(Runner runner, String reason, RunnerChanges.Means means, GitLabAccess access, Fence fence) {
        pauses.set(runner, access, false);
        var now = clock.instant();
        var promoting =
                runner.moveTo(RunnerState.PROMOTING, now, Optional.of(reason)).withOrder(Optional.empty());
        var schedule = promoting
                .schedule()
                .withDeadline(Optional.of(now.plus(START_DEADLINE)))
                .withNextAction(Optional.of(now));
        var started = moves.writeTaking(runner, promoting.withSchedule(schedule), reason, means.apex(), fence);
        continueWake(started, means.machine(), fence);
    }

    /** Goes on with a start that may have been asked for. */
    void continueWake(Runner runner, Optional<CloudResource> machine, Fence fence) {
        try {
            if (machine.isPresent() && isToBeStarted(runner, machine.get())) {
                cloud(runner).power().start(machine.get());
            }
        } catch (CapacityException | NotFoundException e) {
            moves.fail(runner, "start-refused", e.getMessage(), fence);
            return;
        }
        lookAgain(machine.isPresent() ? runner.inPhase(Phase.STARTED) : runner, START_LOOK, fence);
    }

    /** A machine that is on at the first step was started by one that died after asking. */
    private static boolean isToBeStarted(Runner runner, CloudResource machine) {
        return switch (machine.power()) {
            case OFF -> true;
            case CHANGING -> runner.status().phase() != Phase.STARTED;
            case ON -> false;
        };
    }

    private void lookAgain(Runner runner, Duration wait, Fence fence) {
        var next = runner.schedule().withNextAction(Optional.of(clock.instant().plus(wait)));
        moves.write(runner, runner.withSchedule(next), "power", fence);
    }

    private Cloud cloud(Runner runner) {
        var provider = runner.origin().placement().provider();
        return clouds.of(provider)
                .orElseThrow(() -> new UnavailableException("turning the machine of runner " + runner.id()
                        + " on or off: cloud " + provider.word() + " cannot be reached from this worker"));
    }
}
