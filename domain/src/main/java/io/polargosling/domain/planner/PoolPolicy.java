package io.polargosling.domain.planner;

import io.polargosling.domain.pool.PoolLimits;
import java.time.Duration;

/**
 * What holds for an egg's pools.
 *
 * @param heartbeat how often a runner is to report; one that missed three is not counted on
 * @param maxAge after which a stopped machine is ended
 */
public record PoolPolicy(PoolLimits limits, Duration heartbeat, Duration maxAge) {}
