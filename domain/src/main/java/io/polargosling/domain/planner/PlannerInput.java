package io.polargosling.domain.planner;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that a decision rests on.
 *
 * @param jobs jobs of the egg's target that wait or run, of whatever tags; empty when GitLab did not tell
 * @param fleet the egg's runners that are not terminated
 * @param recent the egg's newest runners, newest first, terminated ones included
 * @param machines runners whose machine exists; empty where the cloud was not asked
 */
public record PlannerInput(
        Egg egg,
        Optional<List<CiJob>> jobs,
        List<Runner> fleet,
        List<Runner> recent,
        PoolLimits limits,
        Optional<Set<RunnerId>> machines,
        Instant now) {

    public PlannerInput {
        jobs = jobs.map(List::copyOf);
        fleet = List.copyOf(fleet);
        recent = List.copyOf(recent);
        machines = machines.map(Set::copyOf);
    }
}
