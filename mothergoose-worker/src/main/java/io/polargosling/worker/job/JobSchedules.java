package io.polargosling.worker.job;

import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabSchedule;
import io.polargosling.domain.gitlab.GitLabSchedules;
import io.polargosling.domain.gitlab.WantedSchedule;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.job.JobRow;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Storage;
import io.polargosling.nest.schedule.CronSchedule;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the pipeline schedules of jobs. A schedule is ours when its description says so; others are not touched. One of
 * a job that is gone is deleted, and so is a second one of the same job.
 *
 * <p>Its methods are called under the job's lease.
 */
final class JobSchedules {

    private static final Logger log = LoggerFactory.getLogger(JobSchedules.class);
    private static final String OURS = "gosling: ";

    private final Storage storage;
    private final NestAtGitLab nest;
    private final JobFindings findings;
    private final InstantSource clock;

    JobSchedules(Storage storage, NestAtGitLab nest, JobFindings findings, InstantSource clock) {
        this.storage = storage;
        this.nest = nest;
        this.findings = findings;
        this.clock = clock;
    }

    /**
     * Brings the job's schedule to what it should be. A refusal stands as a finding.
     *
     * @return GitLab's id of it; empty when there is none
     * @throws io.polargosling.domain.problem.UnavailableException when GitLab does not answer
     */
    OptionalLong keep(JobName job, Fence fence) {
        var row = storage.jobs().find(job);
        try {
            var kept = keep(job, row);
            findings.clear(job, JobFindings.REFUSED);
            row.ifPresent(there -> record(there, kept, fence));
            return kept;
        } catch (InvalidException | NotFoundException e) {
            log.warn("schedule not kept job={} cause=\"{}\"", job, e.getMessage());
            if (row.isPresent()) {
                findings.report(
                        job,
                        JobFindings.REFUSED,
                        "the pipeline schedule is not as it should be: " + e.getMessage(),
                        "give the token of the Nest's project the right to keep schedules");
            }
            return OptionalLong.empty();
        }
    }

    private OptionalLong keep(JobName job, Optional<JobRow> row) {
        var access = nest.access();
        var all = schedules().list(access, nest.id());
        all.stream().filter(this::isOfNoJob).forEach(stranded -> schedules().delete(access, nest.id(), stranded.id()));
        if (row.isEmpty()) {
            return OptionalLong.empty();
        }
        var known = row.get().schedule().gitlabId();
        var ours = all.stream()
                .filter(schedule -> schedule.is().description().equals(OURS + job))
                .sorted(Comparator.comparing(schedule -> known.isEmpty() || known.getAsLong() != schedule.id()))
                .toList();
        ours.stream().skip(1).forEach(second -> schedules().delete(access, nest.id(), second.id()));
        return OptionalLong.of(keepOne(access, ours, wanted(row.get())));
    }

    private long keepOne(GitLabAccess access, List<GitLabSchedule> ours, WantedSchedule wanted) {
        var there = ours.stream().findFirst().flatMap(schedule -> schedules().find(access, nest.id(), schedule.id()));
        if (there.isEmpty()) {
            var made = schedules().create(access, nest.id(), wanted);
            log.info("schedule made description=\"{}\" schedule={}", wanted.description(), made.id());
            return made.id();
        }
        long id = there.get().id();
        if (there.get().ownerId().isEmpty()) {
            schedules().takeOwnership(access, nest.id(), id);
        }
        if (!there.get().is().equals(wanted)) {
            update(access, id, wanted);
        }
        return id;
    }

    /** Only its owner may change a schedule. */
    private void update(GitLabAccess access, long id, WantedSchedule wanted) {
        try {
            schedules().update(access, nest.id(), id, wanted);
        } catch (InvalidException _) {
            schedules().takeOwnership(access, nest.id(), id);
            schedules().update(access, nest.id(), id, wanted);
        }
        log.info("schedule changed description=\"{}\" schedule={}", wanted.description(), id);
    }

    private boolean isOfNoJob(GitLabSchedule schedule) {
        String description = schedule.is().description();
        if (!description.startsWith(OURS)) {
            return false;
        }
        String name = description.substring(OURS.length());
        return JobName.isValid(name) && storage.jobs().find(JobName.of(name)).isEmpty();
    }

    private WantedSchedule wanted(JobRow row) {
        return new WantedSchedule(
                OURS + row.name(),
                "refs/heads/" + nest.branch(),
                CronSchedule.of(row.declared().cron()).fiveFields(),
                row.declared().timezone(),
                row.enabled(),
                Map.of(
                        "JOB_NAME",
                        row.name().value(),
                        "JOB_TIMEOUT_MINUTES",
                        Long.toString(StoredJob.of(row).timeoutMinutes())));
    }

    private void record(JobRow row, OptionalLong kept, Fence fence) {
        var next = row.enabled() ? nextRun(row) : Optional.<Instant>empty();
        var now = new JobRow.Schedule(kept, row.schedule().lastRun(), next);
        if (!now.equals(row.schedule())) {
            storage.jobs().saveSchedule(row.name(), now, fence);
        }
    }

    /** What is stored stays while it is a time of the schedule: one that has passed is still to be asked about. */
    private Optional<Instant> nextRun(JobRow row) {
        var schedule = CronSchedule.of(row.declared().cron());
        var zone = ZoneId.of(row.declared().timezone());
        return row.schedule()
                .nextRun()
                .filter(at -> schedule.isDueAt(at, zone))
                .or(() -> schedule.nextAfter(clock.instant(), zone));
    }

    private GitLabSchedules schedules() {
        return nest.gitlab().schedules();
    }
}
