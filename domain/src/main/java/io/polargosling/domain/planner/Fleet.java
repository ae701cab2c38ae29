package io.polargosling.domain.planner;

import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An egg's runners.
 *
 * @param live that are not terminated, oldest first
 * @param recent the newest, newest first, terminated ones included
 * @param machines runners whose machine exists, on or off; empty where a cloud was not asked or did not answer
 * @param overloaded runners whose load has been at or above the pool's thresholds
 */
public record Fleet(
        List<Runner> live, List<Runner> recent, Optional<Set<RunnerId>> machines, Set<RunnerId> overloaded) {

    public Fleet {
        live = List.copyOf(live);
        recent = List.copyOf(recent);
        machines = machines.map(Set::copyOf);
        overloaded = Set.copyOf(overloaded);
    }
}
