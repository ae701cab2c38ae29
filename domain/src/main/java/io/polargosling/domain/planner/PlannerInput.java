package io.polargosling.domain.planner;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.egg.Egg;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that a decision rests on.
 *
 * @param jobs jobs of the egg's targets that wait or run, of whatever tags; empty when GitLab did not tell
 */
public record PlannerInput(
        Egg egg, Optional<List<CiJob>> jobs, Fleet fleet, PoolPolicy policy, Breakers breakers, Instant now) {

    public PlannerInput {
        jobs = jobs.map(List::copyOf);
    }
}
