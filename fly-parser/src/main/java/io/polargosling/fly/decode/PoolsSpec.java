package io.polargosling.fly.decode;

import io.polargosling.fly.source.SourceRange;
import java.time.Duration;

/**
 * Limits of the Apex and Nadir pools.
 *
 * @param range the header of the block that holds them
 */
public record PoolsSpec(Limits apex, Limits nadir, Duration idleTimeout, SourceRange range) {

    /** Both inclusive, {@code min <= max}. */
    public record Limits(int min, int max) {}
}
