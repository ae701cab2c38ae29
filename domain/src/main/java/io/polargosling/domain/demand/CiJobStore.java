package io.polargosling.domain.demand;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.Optional;

/**
 * CI jobs as hooks and polls tell of them. A job that has expired by the {@code now} given is not there, whether or
 * not its row is.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException}.
 */
public interface CiJobStore {

    /** The job. */
    Optional<TrackedJob> find(CiJobId id, Instant now);

    /** The egg's jobs of this status, the longest waiting first. */
    Page<TrackedJob> ofEgg(EggName egg, CiJobStatus status, Instant now, PageRequest page);

    /** The project's jobs, the one that began to wait last first. */
    Page<TrackedJob> ofProject(GitLabServer server, long projectId, Instant now, PageRequest page);

    /**
     * Writes what was seen of a job: a new row, or {@link TrackedJob#seenAgain} of the stored one, in one atomic write.
     *
     * @return the row as it now is
     */
    TrackedJob observe(TrackedJob seen, Instant now);

    /**
     * Adds a reason to the job by {@link TrackedJob#because}, in one atomic write.
     *
     * @return the row as it now is; empty when there is no such job
     */
    Optional<TrackedJob> explain(CiJobId id, JobReason reason, Instant now);

    /**
     * Deletes rows that have expired by {@code now}.
     *
     * @param atMost 1 to 500
     * @return how many; there may be more when it is {@code atMost}
     */
    int forgetExpired(Instant now, int atMost);
}
