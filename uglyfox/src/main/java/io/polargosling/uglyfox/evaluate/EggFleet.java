package io.polargosling.uglyfox.evaluate;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.runner.Runner;
import java.util.List;

/**
 * One egg as it is judged.
 *
 * @param runners those that are not terminated
 * @param limits of its pools, as they hold now
 * @param pending jobs of the egg that waited when it was last looked at
 */
public record EggFleet(Egg egg, List<Runner> runners, PoolLimits limits, int pending) {

    public EggFleet {
        runners = List.copyOf(runners);
    }
}
