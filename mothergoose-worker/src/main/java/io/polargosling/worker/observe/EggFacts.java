package io.polargosling.worker.observe;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.planner.PlannerInput;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of an egg at one moment.
 *
 * @param access how its GitLab is called; empty when its token cannot be had
 * @param jobs empty when GitLab did not tell
 * @param missing why something of this could not be found out; the rest holds all the same
 */
public record EggFacts(
        Egg egg,
        Optional<GitLabAccess> access,
        Optional<List<CiJob>> jobs,
        Fleet fleet,
        PoolLimits limits,
        Optional<String> missing,
        Instant now) {

    /**
     * The egg's runners.
     *
     * @param live rows that are not terminated
     * @param recent the newest rows, newest first
     * @param machines runners whose machine exists
     */
    public record Fleet(List<Runner> live, List<Runner> recent, Set<RunnerId> machines) {}

    /** The input of the planner. */
    public PlannerInput forPlanner() {
        return new PlannerInput(egg, jobs, fleet.live(), fleet.recent(), limits, Optional.of(fleet.machines()), now);
    }
}
