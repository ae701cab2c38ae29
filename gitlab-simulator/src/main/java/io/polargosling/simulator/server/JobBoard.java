package io.polargosling.simulator.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The life of jobs: made, given to one runner, ended. All methods are called under the lock of {@link World}. */
final class JobBoard {

    private final World world;
    private final Events events;
    private final Duration silentAfter;

    JobBoard(World world, Events events, Duration silentAfter) {
        this.world = world;
        this.events = events;
        this.silentAfter = silentAfter;
    }

    /** Makes a pending job; a silent one sends no hook for becoming pending, as when a delivery was lost. */
    Job enqueue(JobSpec spec, boolean silent) {
        Project project = world.project(Long.toString(spec.projectId()));
        Job job = new Job(world.ids, project, spec, world.now());
        world.jobs.put(job.id, job);
        if (!silent) {
            events.jobChanged(job);
        }
        return job;
    }

    /**
     * Makes the job of the schedule's project, with the schedule's variables, which may be named in the job's tags; none
     * where no pipeline of the project is known.
     */
    Optional<Job> run(Schedule schedule) {
        JobSpec template = world.pipelines.get(schedule.projectId);
        if (template == null) {
            return Optional.empty();
        }
        List<JobVariable> variables = new ArrayList<>(template.variables());
        List<String> tags = new ArrayList<>(template.tags());
        schedule.variables.forEach((key, value) -> {
            variables.add(JobVariable.of(key, value));
            tags.replaceAll(tag -> tag.replace("$" + key, value));
        });
        String ref = schedule.ref.replaceFirst("^refs/(heads|tags)/", "");
        JobSpec spec = new JobSpec(
                template.projectId(), template.name(), tags, template.script(), variables, template.timeout(), ref);
        return Optional.of(enqueue(spec, false));
    }

    /** Gives the oldest fitting pending job to the runner. */
    Optional<Job> assign(Runner runner, String systemId, boolean canCancelGracefully) {
        if (runner.paused) {
            return Optional.empty();
        }
        for (Job job : world.jobs.values()) {
            if (job.status == JobStatus.PENDING
                    && runner.scope.covers(job.project)
                    && TagRule.allows(job.spec.tags(), runner.tags, runner.runUntagged)) {
                start(job, runner, systemId);
                job.canCancelGracefully = canCancelGracefully;
                return Optional.of(job);
            }
        }
        return Optional.empty();
    }

    private void start(Job job, Runner runner, String systemId) {
        Instant now = world.now();
        job.assignments.add(new JobReport.Assignment(runner.id, systemId, now));
        job.runner = runner;
        job.startedAt = now;
        job.lastContact = now;
        job.status = JobStatus.RUNNING;
        events.jobChanged(job);
    }

    /** Ends a job that has not ended; a job being canceled ends as canceled whatever its agent says. */
    void finish(Job job, JobStatus wanted, @Nullable String reason, @Nullable Integer exitCode) {
        if (job.status.finished()) {
            return;
        }
        boolean canceled = job.status == JobStatus.CANCELING || wanted == JobStatus.CANCELED;
        job.status = canceled ? JobStatus.CANCELED : wanted;
        job.failureReason = job.status == JobStatus.FAILED ? reason : null;
        job.exitCode = exitCode;
        job.finishedAt = world.now();
        events.jobChanged(job);
    }

    /** Cancels at once, or asks the agent to when it said it can. */
    void cancel(Job job) {
        if (job.status == JobStatus.RUNNING && job.canCancelGracefully) {
            job.status = JobStatus.CANCELING;
            events.jobChanged(job);
        } else {
            finish(job, JobStatus.CANCELED, null, null);
        }
    }

    void delete(Runner runner) {
        runner.deletedAt = world.now();
        for (Job job : openJobs()) {
            if (job.runner == runner) {
                finish(job, JobStatus.FAILED, "runner_system_failure", null);
            }
        }
    }

    /** Ends jobs that ran over their time or whose agent has been silent too long. */
    void sweep() {
        Instant now = world.now();
        for (Job job : openJobs()) {
            if (job.startedAt != null
                    && job.startedAt.plus(job.spec.timeout()).plusSeconds(30).isBefore(now)) {
                finish(job, JobStatus.FAILED, "job_execution_timeout", null);
            } else if (job.lastContact != null
                    && job.lastContact.plus(silentAfter).isBefore(now)) {
                finish(job, JobStatus.FAILED, "stuck_or_timeout_failure", null);
            }
        }
    }

    private List<Job> openJobs() {
        return world.jobs.values().stream()
                .filter(job -> job.status == JobStatus.RUNNING || job.status == JobStatus.CANCELING)
                .toList();
    }
}
