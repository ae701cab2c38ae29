package io.polargosling.testkit.memory;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.job.JobRow;
import io.polargosling.domain.job.JobStore;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Self-management jobs. */
final class MemoryJobs implements JobStore {

    private static final Listing<JobRow, String> BY_NAME =
            Listing.byName(job -> job.name().value());
    private static final Listing<JobRow, Listing.Moment> LONGEST_DUE = Listing.oldest(
            job -> job.schedule().nextRun().orElse(Instant.MAX),
            job -> job.name().value());

    private final Rows rows;
    private final MemoryLeases leases;
    private final MemoryAudit audit;
    private final Table<JobName, JobRow> jobs;

    MemoryJobs(Rows rows, MemoryLeases leases, MemoryAudit audit) {
        this.rows = rows;
        this.leases = leases;
        this.audit = audit;
        jobs = new Table<>(rows, "jobs");
    }

    @Override
    public Optional<JobRow> find(JobName name) {
        return rows.read(() -> jobs.find(name));
    }

    @Override
    public Page<JobRow> list(PageRequest page) {
        return rows.read(() -> BY_NAME.page(jobs.all().stream(), page));
    }

    @Override
    public List<JobRow> due(Instant now, int limit) {
        return rows.read(() -> LONGEST_DUE
                .sorted(jobs.all().stream()
                        .filter(job -> job.enabled()
                                && job.schedule()
                                        .nextRun()
                                        .filter(next -> !next.isAfter(now))
                                        .isPresent()))
                .limit(limit)
                .toList());
    }

    @Override
    public JobRow apply(
            JobName name, JobRow.Declared declared, boolean enabled, Instant now, AuditEntry entry, Fence fence) {
        return rows.write(() -> {
            leases.hold(fence);
            var stored = jobs.find(name);
            var schedule = stored.map(JobRow::schedule).orElseGet(JobRow.Schedule::none);
            var job = new JobRow(name, declared, schedule, enabled, now);
            boolean same = stored.filter(known -> known.enabled() == enabled
                            && known.declared().hash().equals(declared.hash()))
                    .isPresent();
            if (!same) {
                audit.add(entry);
            }
            jobs.put(name, job);
            return job;
        });
    }

    @Override
    public boolean saveSchedule(JobName name, JobRow.Schedule schedule, Fence fence) {
        return rows.write(() -> {
            leases.hold(fence);
            var stored = jobs.find(name);
            stored.ifPresent(
                    job -> jobs.put(name, new JobRow(name, job.declared(), schedule, job.enabled(), job.syncedAt())));
            return stored.isPresent();
        });
    }

    @Override
    public boolean remove(JobName name, AuditEntry entry, Fence fence) {
        return rows.write(() -> {
            leases.hold(fence);
            boolean removed = jobs.remove(name);
            if (removed) {
                audit.add(entry);
            }
            return removed;
        });
    }
}
