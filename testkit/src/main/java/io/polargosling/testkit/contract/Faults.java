package io.polargosling.testkit.contract;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The place in a backend where a suite cuts its connection to the database, as the death of a process would. The
 * backend asks {@link #strikes()} before each single write it sends and before and after each commit.
 */
public final class Faults {

    private static final int NEVER = Integer.MAX_VALUE;

    private final AtomicInteger passes = new AtomicInteger(NEVER);

    /** Cuts the connection at the pass after {@code more} further ones, once. */
    void armAfter(int more) {
        passes.set(more);
    }

    /**
     * Cuts nothing from now on.
     *
     * @return whether the cut was still to come
     */
    boolean disarm() {
        int left = passes.getAndSet(NEVER);
        return left >= 0 && left != NEVER;
    }

    /** True when the backend is to break the connection here, so that neither this nor anything after it arrives. */
    public boolean strikes() {
        return passes.get() != NEVER && passes.getAndDecrement() == 0;
    }
}
