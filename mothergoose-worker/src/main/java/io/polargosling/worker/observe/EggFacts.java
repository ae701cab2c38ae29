package io.polargosling.worker.observe;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.planner.Breakers;
import io.polargosling.domain.planner.Fleet;
import io.polargosling.domain.planner.PlannerInput;
import io.polargosling.domain.planner.PoolPolicy;
import io.polargosling.domain.runner.Runner;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of an egg at one moment.
 *
 * @param access how GitLab is called, for each target whose token can be had
 * @param jobs empty when GitLab did not tell
 * @param machines what the clouds list, as far as they answered
 * @param missing why something of this could not be found out; the rest holds all the same
 */
public record EggFacts(
        Egg egg,
        Map<TargetId, GitLabAccess> access,
        Optional<List<CiJob>> jobs,
        Fleet fleet,
        List<CloudResource> machines,
        PoolPolicy policy,
        Breakers breakers,
        Optional<String> missing,
        Instant now) {

    public EggFacts {
        access = Map.copyOf(access);
        machines = List.copyOf(machines);
    }

    /** The input of the planner. */
    public PlannerInput forPlanner() {
        return new PlannerInput(egg, jobs, fleet, policy, breakers, now);
    }

    /** How GitLab is called for {@code runner}; empty when its target is gone, or its token cannot be had. */
    public Optional<GitLabAccess> accessOf(Runner runner) {
        var repo = runner.origin().repo();
        return egg.config().targets().stream()
                .filter(target -> target.repo().equals(repo))
                .findFirst()
                .flatMap(target -> Optional.ofNullable(access.get(target.id())));
    }
}
