package io.polargosling.domain.job;

import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.Optional;

/**
 * Runs of self-management jobs.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException}.
 */
public interface JobRunStore {

    /** The run of {@code job} that began at {@code startedAt}. */
    Optional<JobRun> find(JobName job, Instant startedAt);

    /** The job's runs, newest first. */
    Page<JobRun> ofJob(JobName job, PageRequest page);

    /**
     * Writes the run: a new row, or {@link JobRun#with} of the stored one.
     *
     * @return the row as it now is
     * @throws io.polargosling.domain.problem.ConflictException when the lease has another owner by now
     */
    JobRun save(JobRun run, Fence fence);

    /**
     * Deletes ended runs that began before {@code limit}.
     *
     * @param atMost 1 to 500
     * @return how many; there may be more when it is {@code atMost}
     */
    int forgetBefore(Instant limit, int atMost);
}
