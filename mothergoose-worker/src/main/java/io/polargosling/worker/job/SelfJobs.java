package io.polargosling.worker.job;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.job.JobRow;
import io.polargosling.domain.lease.DutyRunner;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import io.polargosling.worker.hook.NestProject;
import io.polargosling.worker.target.Pages;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Self-management jobs: their schedules are kept as the Nest says, their runs are recorded, what was missed is made up
 * for, and orders to start one are served. Nothing is done while the Nest's project is not known.
 */
public final class SelfJobs {

    private static final Logger log = LoggerFactory.getLogger(SelfJobs.class);
    private static final Duration MISSED = Duration.ofMinutes(5);
    private static final Duration RUNS = Duration.ofMinutes(1);
    private static final Duration HOLDER = Duration.ofSeconds(5);

    private final Storage storage;
    private final CommandQueue queue;
    private final JobLease lease;
    private final InstantSource clock;
    private final Optional<Parts> parts;

    private record Parts(
            NestAtGitLab nest,
            JobSchedules schedules,
            JobRuns runs,
            JobStart start,
            MissedRuns missed,
            FailureNotices notices) {}

    /** Jobs of the Nest that {@code settings} name. */
    public SelfJobs(
            Storage storage,
            GitLab gitlab,
            Secrets secrets,
            CommandQueue queue,
            Leases leases,
            Settings settings,
            InstantSource clock) {
        this(
                storage,
                NestProject.of(settings.nest())
                        .map(project -> new NestAtGitLab(
                                gitlab, secrets, project, settings.nest().branch())),
                queue,
                leases,
                FailureNotices.of(storage),
                clock);
    }

    SelfJobs(
            Storage storage,
            Optional<NestAtGitLab> nest,
            CommandQueue queue,
            Leases leases,
            FailureNotices notices,
            InstantSource clock) {
        this.storage = storage;
        this.queue = queue;
        this.lease = new JobLease(storage, leases);
        this.clock = clock;
        this.parts = nest.map(known -> parts(known, notices));
    }

    private Parts parts(NestAtGitLab nest, FailureNotices notices) {
        var findings = new JobFindings(storage, clock);
        var schedules = new JobSchedules(storage, nest, findings, clock);
        var runs = new JobRuns(storage, nest.project(), findings, clock);
        var start = new JobStart(storage, nest, schedules, runs, clock);
        var missed = new MissedRuns(storage, nest, lease, runs, start, findings, clock);
        return new Parts(nest, schedules, runs, start, missed, notices);
    }

    /** Offers what is to be done without being asked for. */
    public void offer(DutyRunner duties) {
        duties.every("missed-schedules", () -> MISSED, this::makeUpForMissed);
        duties.every("job-runs", () -> RUNS, this::recordAll);
    }

    /** Starts what was due and got no pipeline. */
    void makeUpForMissed() {
        parts.ifPresent(known -> known.missed().check());
    }

    /**
     * Brings what the job has at GitLab to what it should be, also when it is gone from the Nest.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when GitLab does not answer
     */
    public void bringUpToDate(JobName job) {
        parts.ifPresent(known -> {
            boolean done = lease.under(job, held -> {
                var _ = known.schedules().keep(job, held.fence());
                learnPath(known.nest(), job);
            });
            if (!done) {
                queue.send(new Command.ReconcileGitLab(job.egg()), HOLDER);
            }
        });
    }

    /**
     * Starts a job out of turn; how that went is told in the operation.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when GitLab does not answer
     */
    public void trigger(Command.TriggerJob order) {
        if (parts.isEmpty()) {
            var why = Optional.of("the Nest's own project is not known (gosling.nest.server, gosling.nest.project-id)");
            storage.operations()
                    .find(order.operation())
                    .ifPresent(asked ->
                            storage.operations().save(asked.ended(Operation.Status.FAILED, why, clock.instant())));
            return;
        }
        if (!lease.under(order.job(), held -> parts.get().start().trigger(order, held.fence()))) {
            queue.send(order, HOLDER);
        }
    }

    /** Records how far the runs of the job behind {@code egg} have come; nothing for an egg of the Nest. */
    public void record(EggName egg) {
        parts.ifPresent(known -> JobName.ofEgg(egg).ifPresent(job -> record(known, job)));
    }

    private void record(Parts known, JobName job) {
        // Whoever has the job now records, or the duty does a little later.
        boolean _ = lease.under(job, held -> known.notices().tell(known.runs().record(job, held.fence())));
    }

    private void recordAll() {
        for (var job :
                Pages.all(storage.jobs()::list).stream().map(JobRow::name).toList()) {
            try {
                record(job.egg());
            } catch (GoslingException e) {
                log.warn("runs not recorded job={} cause=\"{}\"", job, e.getMessage());
            }
        }
    }

    /** For links to logs. */
    private void learnPath(NestAtGitLab nest, JobName job) {
        var unknown = Pages.all(page -> storage.targets().ofEgg(job.egg(), page)).stream()
                .filter(target -> target.fullPath().isEmpty())
                .map(Target::id)
                .toList();
        if (!unknown.isEmpty()) {
            nest.gitlab()
                    .projects()
                    .find(nest.access(), nest.id())
                    .ifPresent(project ->
                            unknown.forEach(target -> storage.targets().savePath(target, project.path())));
        }
    }
}
