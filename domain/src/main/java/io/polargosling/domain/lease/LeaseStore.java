package io.polargosling.domain.lease;

import io.polargosling.domain.egg.EggName;
import java.time.Instant;
import java.util.Optional;

/** The rows behind leases; who is dead is judged by {@link Leases}, not here. */
public interface LeaseStore {

    /** The row of {@code key}; empty when it was never taken. */
    Optional<LeaseRow> find(String key);

    /**
     * Takes the lease if its row is still {@code seen}: token + 1, renewals 0.
     *
     * @param seen the row as read, free or judged dead; empty when there was none
     * @return the lease; empty when another process changed the row meanwhile
     */
    Optional<Lease> take(String key, String owner, Optional<LeaseRow> seen, Instant now);

    /** Counts one renewal; false when the lease has another owner by now. */
    boolean renew(Lease lease, Instant now);

    /** Frees the lease, and says when the duty behind it is due again; nothing when it has another owner by now. */
    void release(Lease lease, Optional<Instant> nextAt);

    /**
     * Frees the lease and records {@code seen} as the egg's generation seen, in one write, if the lease is still held
     * and the egg's generation is still {@code seen}.
     *
     * @return false when the generation has moved on: the lease is still held then
     * @throws io.polargosling.domain.problem.ConflictException when the lease has another owner by now
     */
    boolean releaseReconciled(Lease lease, EggName egg, long seen);
}
