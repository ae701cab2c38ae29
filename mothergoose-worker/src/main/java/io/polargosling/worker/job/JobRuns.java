package io.polargosling.worker.job;

import io.polargosling.domain.demand.CiJobProgress;
import io.polargosling.domain.demand.CiJobStatus;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.job.JobRow;
import io.polargosling.domain.job.JobRun;
import io.polargosling.domain.job.JobRun.Progress;
import io.polargosling.domain.job.JobRun.Status;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerFilter;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.hook.NestProject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of jobs, as the rows of the CI jobs in the Nest's project tell them. A run begins when its pipeline's job
 * begins to wait, or when it was asked for.
 *
 * <p>Its methods are called under the job's lease.
 */
final class JobRuns {

    /** How long a run that was asked for may be without a pipeline. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(JobRuns.class);
    private static final String BY_SCHEDULE = "schedule";
    /** GitLab's clock may be a little behind ours. */
    static final Duration SKEW = Duration.ofMinutes(1);

    private static final int NEWEST = 200;

    private final Storage storage;
    private final NestProject project;
    private final JobFindings findings;
    private final InstantSource clock;

    JobRuns(Storage storage, NestProject project, JobFindings findings, InstantSource clock) {
        this.storage = storage;
        this.project = project;
        this.findings = findings;
        this.clock = clock;
    }

    /**
     * A run that has just failed.
     *
     * @param ciJob whose log tells why; empty when no job came
     */
    record Failure(JobRun run, Optional<TrackedJob> ciJob) {}

    /** Records that a pipeline was asked for, which is not there yet. */
    void begun(JobName job, String trigger, Fence fence) {
        var run = new JobRun(job, clock.instant(), trigger, OptionalLong.empty(), Optional.empty(), Progress.running());
        storage.jobRuns().save(run, fence);
    }

    /** True while a run of it is not over. */
    boolean isRunning(JobName job) {
        return stored(job).stream().anyMatch(JobRun::isOpen);
    }

    /** True when a run of it began at {@code since} or later. */
    boolean hasRunSince(JobName job, Instant since) {
        return stored(job).stream().anyMatch(run -> !run.startedAt().isBefore(since.minus(SKEW)));
    }

    /** Brings the job's runs to what the rows say by now. */
    List<Failure> record(JobName job, Fence fence) {
        var failures = new ArrayList<Failure>();
        var runs = new ArrayList<>(stored(job));
        var runners = runners(job);
        for (var ciJob : ciJobs(job)) {
            var before = match(runs, ciJob);
            var seen = seen(job, ciJob, runners);
            var after = before.map(run -> run.with(seen)).orElse(seen);
            if (!before.equals(Optional.of(after))) {
                save(after, before, fence);
                runs.removeIf(run -> run.startedAt().equals(after.startedAt()));
                runs.add(after);
                if (after.progress().status() == Status.FAILED) {
                    failures.add(new Failure(after, Optional.of(ciJob)));
                }
            }
        }
        failures.addAll(giveUp(runs, fence));
        note(job, runs);
        return failures;
    }

    private void save(JobRun run, Optional<JobRun> before, Fence fence) {
        storage.jobRuns().save(run, fence);
        log.info(
                "job run job={} trigger={} status={} runner={}",
                run.job(),
                run.trigger(),
                run.progress().status().word(),
                run.runner().map(RunnerId::value).orElse("-"));
        if (before.isEmpty() || run.isOpen()) {
            storage.jobs().find(run.job()).ifPresent(row -> noteBegin(row, run.startedAt(), fence));
        }
    }

    private void noteBegin(JobRow row, Instant startedAt, Fence fence) {
        boolean newer = row.schedule()
                .lastRun()
                .filter(last -> !last.isBefore(startedAt))
                .isEmpty();
        if (newer) {
            var schedule = row.schedule();
            storage.jobs()
                    .saveSchedule(
                            row.name(),
                            new JobRow.Schedule(schedule.gitlabId(), Optional.of(startedAt), schedule.nextRun()),
                            fence);
        }
    }

    /** The run that the job is of: a job that is run again in its pipeline, after that had ended, is another run. */
    private static Optional<JobRun> match(List<JobRun> runs, TrackedJob ciJob) {
        var since = ciJob.progress().pendingSince();
        var pipeline = ciJob.facts().pipelineId();
        return runs.stream()
                .filter(run -> run.startedAt().equals(since))
                .findFirst()
                .or(() -> runs.stream()
                        .filter(run -> pipeline.isPresent() && run.pipelineId().equals(pipeline))
                        .filter(run -> run.progress()
                                .finishedAt()
                                .filter(end -> end.isBefore(since))
                                .isEmpty())
                        .findFirst())
                .or(() -> runs.stream()
                        .filter(run -> run.isOpen() && run.pipelineId().isEmpty())
                        .filter(run ->
                                Duration.between(run.startedAt(), since).abs().compareTo(PATIENCE) < 0)
                        .findFirst());
    }

    private JobRun seen(JobName job, TrackedJob ciJob, List<Runner> runners) {
        var progress = ciJob.progress();
        var runner = runners.stream()
                .filter(machine -> progress.runnerId().isPresent()
                        && machine.identity().gitlabRunnerId().equals(progress.runnerId()))
                .map(Runner::id)
                .findFirst();
        return new JobRun(
                job, progress.pendingSince(), BY_SCHEDULE, ciJob.facts().pipelineId(), runner, progressOf(progress));
    }

    private Progress progressOf(CiJobProgress progress) {
        if (progress.status() != CiJobStatus.FINISHED) {
            return Progress.running();
        }
        var end = progress.finishedAt().orElseGet(clock::instant);
        var outcome = progress.outcome().orElse("unknown");
        if (outcome.equals("success")) {
            return Progress.ended(Status.SUCCEEDED, end, Optional.empty());
        }
        boolean began = progress.startedAt().isPresent() || progress.runnerId().isPresent();
        return Progress.ended(began ? Status.FAILED : Status.SKIPPED, end, Optional.of(outcome));
    }

    /** A pipeline that was asked for and did not come will not come. */
    private List<Failure> giveUp(List<JobRun> runs, Fence fence) {
        var now = clock.instant();
        var failures = new ArrayList<Failure>();
        for (var run : List.copyOf(runs)) {
            if (run.isOpen()
                    && run.pipelineId().isEmpty()
                    && run.startedAt().plus(PATIENCE).isBefore(now)) {
                var why = Optional.of("no pipeline came within " + PATIENCE.toMinutes() + " min");
                var ended = run.with(new JobRun(
                        run.job(),
                        run.startedAt(),
                        run.trigger(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Progress.ended(Status.FAILED, now, why)));
                save(ended, Optional.of(run), fence);
                runs.remove(run);
                failures.add(new Failure(ended, Optional.empty()));
            }
        }
        return failures;
    }

    private void note(JobName job, List<JobRun> runs) {
        long open = runs.stream().filter(JobRun::isOpen).count();
        if (open > 1) {
            findings.report(
                    job,
                    JobFindings.OVERLAP,
                    open + " runs are not over (expected: at most one); they run one after the other",
                    "give the job a longer interval, or a shorter script");
        } else {
            findings.clear(job, JobFindings.OVERLAP);
        }
    }

    private List<JobRun> stored(JobName job) {
        return storage.jobRuns().ofJob(job, PageRequest.first(NEWEST)).items();
    }

    private List<Runner> runners(JobName job) {
        var filter = new RunnerFilter(Optional.of(job.egg()), Optional.empty());
        return storage.runners().list(filter, PageRequest.first(NEWEST)).items();
    }

    /** The oldest first. */
    private List<TrackedJob> ciJobs(JobName job) {
        var egg = job.egg();
        return storage
                .ciJobs()
                .ofProject(project.server(), project.id(), clock.instant(), PageRequest.first(NEWEST))
                .items()
                .stream()
                .filter(row -> row.egg().equals(Optional.of(egg)))
                .sorted(Comparator.comparing(row -> row.progress().pendingSince()))
                .toList();
    }
}
