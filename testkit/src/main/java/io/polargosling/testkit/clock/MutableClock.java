package io.polargosling.testkit.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** A clock that stands still until it is moved; wall time and monotonic time move apart where a test wants it. */
public final class MutableClock implements InstantSource {

    private record Reading(Instant wall, long nanos) {}

    private final AtomicReference<Reading> reading;

    private MutableClock(Instant start) {
        reading = new AtomicReference<>(new Reading(start, 0));
    }

    /** A clock that stands at {@code start}. */
    public static MutableClock at(Instant start) {
        return new MutableClock(start);
    }

    /** A clock that stands at a fixed time, the same in every test. */
    public static MutableClock create() {
        return at(Instant.parse("2026-03-01T12:00:00Z"));
    }

    @Override
    public Instant instant() {
        return reading.get().wall();
    }

    /** The monotonic time in nanoseconds; moves with {@link #advance} only. */
    public LongSupplier nanos() {
        return () -> reading.get().nanos();
    }

    /** Moves both times on. */
    public void advance(Duration time) {
        var _ = reading.updateAndGet(now -> new Reading(now.wall().plus(time), now.nanos() + time.toNanos()));
    }

    /** Sets the wall time, also back, as a correction of the host's clock does; monotonic time stays. */
    public void set(Instant wall) {
        var _ = reading.updateAndGet(now -> new Reading(wall, now.nanos()));
    }
}
