package io.polargosling.worker.tofu;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many runs there may be at once in this process: a fixed number, and no more than the memory of this host has room
 * for. One always may.
 */
final class RunSlots {

    private static final Logger log = LoggerFactory.getLogger(RunSlots.class);

    /** OpenTofu takes 75 MB with nothing but what is built in; what runs really take is measured from the first on. */
    static final long FIRST_GUESS = 128L << 20;

    private static final long LOOK_AGAIN_MILLIS = 250;

    private final Semaphore places;
    private final LongSupplier available;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Slot> running = new HashSet<>();
    private long budget = FIRST_GUESS;

    /**
     * @param parallel the fixed number
     * @param available how much memory is free, in bytes
     */
    RunSlots(int parallel, LongSupplier available) {
        this.places = new Semaphore(parallel, true);
        this.available = available;
    }

    /** A place for one run. */
    final class Slot implements AutoCloseable {

        private long bytes;

        /** Notes what the run takes now. */
        void uses(long now) {
            lock.lock();
            try {
                bytes = now;
                budget = Math.max(budget, now);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                running.remove(this);
                changed.signal();
            } finally {
                lock.unlock();
            }
            places.release();
        }
    }

    /** Waits for a place. */
    Slot acquire() throws InterruptedException {
        places.acquire();
        try {
            return takeWhenItFits();
        } catch (InterruptedException | RuntimeException e) {
            places.release();
            throw e;
        }
    }

    /** A place when there is one now and nobody waits for it; empty else. */
    Optional<Slot> acquireIfIdle() {
        if (places.hasQueuedThreads() || !places.tryAcquire()) {
            return Optional.empty();
        }
        lock.lock();
        try {
            if (fits()) {
                var slot = new Slot();
                running.add(slot);
                return Optional.of(slot);
            }
        } finally {
            lock.unlock();
        }
        places.release();
        return Optional.empty();
    }

    /** What a run is taken to need: the most that one took so far. */
    long budget() {
        lock.lock();
        try {
            return budget;
        } finally {
            lock.unlock();
        }
    }

    private Slot takeWhenItFits() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            boolean told = false;
            while (!fits()) {
                if (!told) {
                    log.info("waiting for memory running={} budget_mib={}", running.size(), budget >> 20);
                    told = true;
                }
                boolean _ = changed.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
            var slot = new Slot();
            running.add(slot);
            return slot;
        } finally {
            lock.unlock();
        }
    }

    /** Those that run may still grow to what a run needs. */
    private boolean fits() {
        long growth = running.stream()
                .mapToLong(slot -> Math.max(0, budget - slot.bytes))
                .sum();
        return running.isEmpty() || available.getAsLong() - growth >= budget;
    }
}
