package io.polargosling.worker.job;

import io.polargosling.domain.gitlab.GitLabJob;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.job.JobRow;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Storage;
import io.polargosling.nest.schedule.CronSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what was due has run. Where no pipeline came, the schedule is brought in order and played, once however
 * many times were missed.
 */
final class MissedRuns {

    /** GitLab looks at its schedules every few minutes. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(MissedRuns.class);
    private static final int BATCH = 200;
    private static final int PAGES = 5;

    private final Storage storage;
    private final NestAtGitLab nest;
    private final JobLease lease;
    private final JobRuns runs;
    private final JobStart start;
    private final JobFindings findings;
    private final InstantSource clock;

    MissedRuns(
            Storage storage,
            NestAtGitLab nest,
            JobLease lease,
            JobRuns runs,
            JobStart start,
            JobFindings findings,
            InstantSource clock) {
        this.storage = storage;
        this.nest = nest;
        this.lease = lease;
        this.runs = runs;
        this.start = start;
        this.findings = findings;
        this.clock = clock;
    }

    /** Looks at every job whose time has come; one that cannot be looked at keeps no other from its turn. */
    void check() {
        for (var due : storage.jobs().due(clock.instant().minus(PATIENCE), BATCH)) {
            try {
                boolean _ = lease.under(due.name(), held -> check(due.name(), held.fence()));
            } catch (GoslingException e) {
                log.warn("missed run not looked at job={} cause=\"{}\"", due.name(), e.getMessage());
            }
        }
    }

    private void check(JobName job, Fence fence) {
        var row = storage.jobs().find(job).filter(JobRow::enabled);
        var due = row.flatMap(there -> there.schedule().nextRun())
                .filter(at -> !at.plus(PATIENCE).isAfter(clock.instant()));
        if (row.isEmpty() || due.isEmpty()) {
            return;
        }
        if (runs.hasRunSince(job, due.get()) || waits(job, due.get())) {
            findings.clear(job, JobFindings.MISSED);
        } else if (runs.isRunning(job)) {
            log.info("missed run not made up for job={} reason=job-running", job);
        } else {
            findings.report(
                    job,
                    JobFindings.MISSED,
                    "it was due at " + due.get() + " and no pipeline came within " + PATIENCE.toMinutes()
                            + " min; its schedule was checked and played once",
                    "look at the pipeline schedules of the Nest's project, and at who owns them");
            boolean played = start.play(job, "missed-run", fence);
            log.warn("missed run job={} due={} played={}", job, due.get(), played);
        }
        goOn(job, fence);
    }

    /** A job that nobody told us of, nor has a runner, still waits. */
    private boolean waits(JobName job, Instant due) {
        return nest.gitlab().jobs().open(nest.access(), nest.id(), Optional.empty(), PAGES).jobs().stream()
                .filter(open -> open.facts().tags().contains(job.runnerTag()))
                .map(GitLabJob::progress)
                .anyMatch(open -> !open.pendingSince().isBefore(due.minus(JobRuns.SKEW)));
    }

    private void goOn(JobName job, Fence fence) {
        storage.jobs().find(job).ifPresent(row -> {
            var next = CronSchedule.of(row.declared().cron())
                    .nextAfter(clock.instant(), ZoneId.of(row.declared().timezone()));
            var schedule = row.schedule();
            storage.jobs().saveSchedule(job, new JobRow.Schedule(schedule.gitlabId(), schedule.lastRun(), next), fence);
        });
    }
}
