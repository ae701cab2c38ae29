package io.polargosling.worker.reconcile;

import java.time.Duration;

/** How long is waited before the end of a machine, or the call that starts it, is tried again. */
final class RetryDelay {

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(20);

    private RetryDelay() {}

    /** 5 s, half as much again with each attempt, at most 20 min. */
    static Duration afterAttempt(int attempt) {
        double seconds = FIRST.toSeconds() * Math.pow(1.5, Math.min(attempt, 20));
        return seconds >= LONGEST.toSeconds() ? LONGEST : Duration.ofMillis((long) (seconds * 1000));
    }
}
