package io.polargosling.worker.lease;

import io.polargosling.domain.lease.Lease;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.store.Fence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lease that is renewed three times in its time to live until it is closed. Closing does not free it. */
public final class HeldLease implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HeldLease.class);

    private final Lease lease;
    private final Leases leases;
    private final Thread renewing;
    private volatile long renewedAt = System.nanoTime();
    private volatile boolean lost;

    /** Begins to renew {@code lease}. */
    public HeldLease(Lease lease, Leases leases) {
        this.lease = lease;
        this.leases = leases;
        this.renewing = Thread.ofVirtual().name("renew-" + lease.key()).start(this::renew);
    }

    /** The lease. */
    public Lease lease() {
        return lease;
    }

    /** The fence of writes made under it. */
    public Fence fence() {
        return lease.fence();
    }

    /**
     * Checks that the lease is surely still ours, as must be before anything is started outside of the store.
     *
     * @throws ConflictException when it was lost, or could not be renewed for two thirds of its time to live
     */
    public void requireFresh() {
        var silence = leases.ttl().multipliedBy(2).dividedBy(3);
        if (lost || System.nanoTime() - renewedAt > silence.toNanos()) {
            throw new ConflictException("lease " + lease.key() + " could not be renewed (expected: renewed within "
                    + silence.toSeconds() + " s); nothing more is started under it");
        }
    }

    private void renew() {
        try {
            while (!lost) {
                Thread.sleep(leases.ttl().dividedBy(3));
                renewOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A store that is away does not lose the lease yet: {@link #requireFresh} tells when it was away too long. */
    private void renewOnce() {
        try {
            if (leases.renew(lease)) {
                renewedAt = System.nanoTime();
            } else {
                lost = true;
            }
        } catch (GoslingException e) {
            log.warn("renewing a lease key={} cause=\"{}\"", lease.key(), e.getMessage());
        }
    }

    @Override
    public void close() {
        renewing.interrupt();
    }
}
