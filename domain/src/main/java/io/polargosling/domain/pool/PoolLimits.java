package io.polargosling.domain.pool;

import java.time.Duration;

/**
 * How many runners the pools of an egg may have.
 *
 * @param apex limits of the machines that are on
 * @param nadir limits of the stopped ones
 * @param idleTimeout how long an Apex runner is idle before it goes to Nadir
 */
public record PoolLimits(Range apex, Range nadir, Duration idleTimeout) {

    /** What holds when neither the egg nor a condition says otherwise: no Nadir, Apex up to the egg's maximum. */
    public static PoolLimits defaults(int maxRunners) {
        return new PoolLimits(new Range(0, maxRunners), new Range(0, 0), Duration.ofMinutes(30));
    }

    /**
     * A minimum and a maximum, both inclusive.
     *
     * @param min 0 to {@code max}
     * @param max 0 to 1000
     */
    public record Range(int min, int max) {}
}
