package io.polargosling.domain.lease;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Periodic duties of which any number of processes may offer to do each: whoever gets the duty's lease does it.
 *
 * <p>A duty's work must be short against the lease's time to live, since it is not renewed meanwhile.
 */
public final class DutyRunner implements AutoCloseable {

    private static final Duration SHORTEST_NAP = Duration.ofMillis(100);
    private static final Duration LONGEST_NAP = Duration.ofSeconds(5);

    private final Leases leases;
    private final LeaseStore store;
    private final InstantSource clock;
    private final BiConsumer<String, RuntimeException> onFailure;
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Offers nothing yet.
     *
     * @param onFailure told the name of the duty and what its work threw; it is tried again when it is next due
     */
    public DutyRunner(
            Leases leases, LeaseStore store, InstantSource clock, BiConsumer<String, RuntimeException> onFailure) {
        this.leases = leases;
        this.store = store;
        this.clock = clock;
        this.onFailure = onFailure;
    }

    /**
     * Offers to do {@code work} about every {@code interval}, asked anew each time.
     *
     * @param name the duty; its lease is {@code duty:NAME}
     */
    public synchronized void every(String name, Supplier<Duration> interval, Runnable work) {
        threads.add(Thread.ofVirtual().name("duty-" + name).start(() -> loop(name, interval, work)));
    }

    /** Does {@code work} now if the duty is due and nobody else does it; tells whether it was done. */
    public boolean runIfDue(String name, Supplier<Duration> interval, Runnable work) {
        var lease = leases.tryTakeDue("duty:" + name, interval.get());
        if (lease.isEmpty()) {
            return false;
        }
        try {
            work.run();
            return true;
        } finally {
            store.release(lease.get(), Optional.of(clock.instant().plus(interval.get())));
        }
    }

    private void loop(String name, Supplier<Duration> interval, Runnable work) {
        while (!Thread.currentThread().isInterrupted()) {
            var nap = LONGEST_NAP;
            try {
                runIfDue(name, interval, work);
                nap = clamp(interval.get().dividedBy(4));
            } catch (RuntimeException e) {
                if (Thread.currentThread().isInterrupted()) {
                    // We are being closed: whoever was interrupted in the work has said so, and it is no failure.
                    return;
                }
                onFailure.accept(name, e);
            }
            try {
                Thread.sleep(nap);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static Duration clamp(Duration nap) {
        if (nap.compareTo(SHORTEST_NAP) < 0) {
            return SHORTEST_NAP;
        }
        return nap.compareTo(LONGEST_NAP) > 0 ? LONGEST_NAP : nap;
    }

    /** Stops offering; work under way is interrupted and waited for, at most 10 s each. */
    @Override
    public synchronized void close() {
        threads.forEach(Thread::interrupt);
        for (var thread : threads) {
            try {
                thread.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        threads.clear();
    }
}
