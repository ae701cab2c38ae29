package io.polargosling.cli.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before trying again: 1, 2, 4 ... 60 seconds, each shortened by up to a quarter so that many clients
 * do not come at once. In the first minute no wait is longer than 5 seconds: a restarted control plane is found soon.
 */
public final class Backoff {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration LONGEST_AT_FIRST = Duration.ofSeconds(5);
    private static final Duration AT_FIRST = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final RandomGenerator random;
    private @Nullable Instant firstFailure;
    private Duration last = Duration.ZERO;

    /** @param clock one that is not set while it runs */
    public Backoff(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** Notes a failure and tells how long to wait. */
    public Duration next() {
        Instant now = clock.instant();
        if (firstFailure == null) {
            firstFailure = now;
        }
        boolean early = Duration.between(firstFailure, now).compareTo(AT_FIRST) < 0;
        Duration longest = early ? LONGEST_AT_FIRST : LONGEST;
        Duration doubled = last.isZero() ? FIRST : last.multipliedBy(2);
        last = doubled.compareTo(longest) < 0 ? doubled : longest;
        return Duration.ofMillis(Math.round(last.toMillis() * (0.75 + random.nextDouble() / 4)));
    }

    /** As {@link #next}, but not less than what the server asked for, up to a minute. */
    public Duration next(Duration asked) {
        Duration own = next();
        Duration bounded = asked.compareTo(LONGEST) < 0 ? asked : LONGEST;
        return own.compareTo(bounded) < 0 ? bounded : own;
    }

    /** Forgets the failures, after a success. */
    public void reset() {
        firstFailure = null;
        last = Duration.ZERO;
    }
}
