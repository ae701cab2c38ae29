package io.polargosling.domain.job;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Self-management jobs.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException}; writes with a fence throw
 * {@link io.polargosling.domain.problem.ConflictException} when the lease has another owner by now.
 */
public interface JobStore {

    /** The job called {@code name}. */
    Optional<JobRow> find(JobName name);

    /** All jobs, by name. */
    Page<JobRow> list(PageRequest page);

    /** Up to {@code limit} enabled jobs whose next run has come by {@code now}, the longest due first. */
    List<JobRow> due(Instant now, int limit);

    /**
     * Makes {@code declared} the job's configuration in one atomic write with the audit row. When the stored one has
     * the same hash and {@code enabled} is the same, only the commit and the time of sync are brought up to date and
     * no audit row is written. The schedule stays.
     *
     * @return the row as written
     */
    JobRow apply(JobName name, JobRow.Declared declared, boolean enabled, Instant now, AuditEntry audit, Fence fence);

    /**
     * Replaces the job's schedule.
     *
     * @return false when there is no such job
     */
    boolean saveSchedule(JobName name, JobRow.Schedule schedule, Fence fence);

    /**
     * Deletes the job with an audit row; its runs stay.
     *
     * @return false when there was none; no audit row is written then
     */
    boolean remove(JobName name, AuditEntry audit, Fence fence);
}
