package io.polargosling.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;

/** When a message whose handler failed is received again: doubling, capped, spread out. */
final class Backoff {

    private static final Duration CAP = Duration.ofMinutes(10);
    private static final int MAX_DOUBLINGS = 20;

    private final Duration first;
    private final LongUnaryOperator jitter;

    Backoff(Duration first, LongUnaryOperator jitter) {
        this.first = first;
        this.jitter = jitter;
    }

    /** A random number of milliseconds within 20 % of {@code millis}. */
    static long jitter(long millis) {
        long fifth = millis / 5;
        return millis + ThreadLocalRandom.current().nextLong(-fifth, fifth + 1);
    }

    /**
     * As {@link #seconds(int)}, but no shorter than what was asked for, up to the cap.
     *
     * @param asked how long the other side wants to be left alone, if it says
     */
    int seconds(int receives, Optional<Duration> asked) {
        long wanted = asked.map(time -> Math.ceilDiv(Math.max(0, time.toMillis()), 1000))
                .orElse(0L);
        return Math.toIntExact(Math.clamp(wanted, seconds(receives), CAP.toSeconds()));
    }

    /**
     * The wait after the {@code receives}-th receive, which counts from 1.
     *
     * @return whole seconds, 0 to 600
     */
    int seconds(int receives) {
        int doublings = Math.clamp(receives - 1L, 0, MAX_DOUBLINGS);
        long millis = Math.min(CAP.toMillis(), first.toMillis() << doublings);
        return Math.toIntExact(Math.min(CAP.toSeconds(), Math.ceilDiv(jitter.applyAsLong(millis), 1000)));
    }
}
