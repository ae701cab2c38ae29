package io.polargosling.worker.job;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Storage;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts jobs out of turn, by playing their schedules.
 *
 * <p>Its methods are called under the job's lease.
 */
final class JobStart {

    private static final Logger log = LoggerFactory.getLogger(JobStart.class);

    private final Storage storage;
    private final NestAtGitLab nest;
    private final JobSchedules schedules;
    private final JobRuns runs;
    private final InstantSource clock;

    JobStart(Storage storage, NestAtGitLab nest, JobSchedules schedules, JobRuns runs, InstantSource clock) {
        this.storage = storage;
        this.nest = nest;
        this.schedules = schedules;
        this.runs = runs;
        this.clock = clock;
    }

    /** Serves the order once, however often it comes, and says in its operation how that went. */
    void trigger(Command.TriggerJob order, Fence fence) {
        var operation = storage.operations().find(order.operation());
        if (operation.filter(asked -> asked.finishedAt().isEmpty()).isEmpty()) {
            return;
        }
        var asked = operation.get();
        try {
            // Without an answer last time: what began since then is what was asked for.
            var refused = runs.hasRunSince(order.job(), asked.createdAt().plus(JobRuns.SKEW))
                    ? Optional.<String>empty()
                    : start(order.job(), fence);
            storage.operations()
                    .save(
                            refused.isEmpty()
                                    ? asked.succeeded("{\"job\":\"" + order.job() + "\"}", clock.instant())
                                    : asked.ended(Operation.Status.FAILED, refused, clock.instant()));
        } catch (UnavailableException e) {
            throw e;
        } catch (GoslingException e) {
            storage.operations()
                    .save(asked.ended(
                            Operation.Status.FAILED, Optional.of(String.valueOf(e.getMessage())), clock.instant()));
        }
    }

    private Optional<String> start(JobName job, Fence fence) {
        var row = storage.jobs().find(job);
        if (row.isEmpty()) {
            return Optional.of("not-found: there is no job \"" + job + "\" any more");
        }
        if (!row.get().enabled()) {
            return Optional.of("job-disabled: job \"" + job + "\" is disabled in the Nest");
        }
        if (runs.isRunning(job)) {
            return Optional.of("job-running: a run of job \"" + job + "\" is not over");
        }
        return play(job, "api", fence)
                ? Optional.empty()
                : Optional.of("job \"" + job + "\" has no pipeline schedule; the findings of the job say why");
    }

    /** Plays the job's schedule, which is brought in order first; false when it cannot be had. */
    boolean play(JobName job, String trigger, Fence fence) {
        var schedule = schedules.keep(job, fence);
        if (schedule.isEmpty()) {
            return false;
        }
        play(schedule, job, trigger, fence);
        return true;
    }

    private void play(OptionalLong schedule, JobName job, String trigger, Fence fence) {
        // First the row, so that a second order meanwhile finds the job running.
        runs.begun(job, trigger, fence);
        nest.gitlab().schedules().play(nest.access(), nest.id(), schedule.getAsLong());
        log.info("schedule played job={} trigger={}", job, trigger);
    }
}
