package io.polargosling.simulator.server;

import java.time.Duration;
import java.util.Optional;

/**
 * A disturbance of the next {@code times} requests whose path starts with {@code pathPrefix}.
 *
 * @param method the only method disturbed; empty means every method
 * @param status the answer given in place of the real one; empty means the real answer, only later
 * @param retryAfter the {@code Retry-After} header of such an answer, sent in whole seconds
 * @param latency how long the request waits first
 * @param lasting when the disturbance ends whatever the number of requests, from when it is added; until then an
 *     answer without {@code retryAfter} of its own names the time that is left
 */
public record Fault(
        String pathPrefix,
        Optional<String> method,
        int times,
        Optional<Integer> status,
        Optional<Duration> retryAfter,
        Duration latency,
        Optional<Duration> lasting) {

    /** The next {@code times} requests below the path are answered with {@code status}. */
    public static Fault status(String pathPrefix, int times, int status) {
        return new Fault(
                pathPrefix,
                Optional.empty(),
                times,
                Optional.of(status),
                Optional.empty(),
                Duration.ZERO,
                Optional.empty());
    }

    /** The next {@code times} requests below the path wait first and are then served as usual. */
    public static Fault latency(String pathPrefix, int times, Duration latency) {
        return new Fault(
                pathPrefix, Optional.empty(), times, Optional.empty(), Optional.empty(), latency, Optional.empty());
    }

    /** All requests below the path are answered with 429 for {@code time}, and told how much of it is left. */
    public static Fault busy(String pathPrefix, Duration time) {
        return new Fault(
                pathPrefix,
                Optional.empty(),
                Integer.MAX_VALUE,
                Optional.of(429),
                Optional.empty(),
                Duration.ZERO,
                Optional.of(time));
    }

    public Fault withMethod(String only) {
        return new Fault(pathPrefix, Optional.of(only), times, status, retryAfter, latency, lasting);
    }

    public Fault withRetryAfter(Duration wait) {
        return new Fault(pathPrefix, method, times, status, Optional.of(wait), latency, lasting);
    }
}
