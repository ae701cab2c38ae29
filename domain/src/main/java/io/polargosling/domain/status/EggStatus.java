package io.polargosling.domain.status;

import io.polargosling.domain.breaker.Breaker;
import io.polargosling.domain.demand.Decision;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.problem.StandingFinding;
import io.polargosling.domain.runner.Runner;
import java.util.List;
import java.util.Optional;

/**
 * An egg with all that stands around it.
 *
 * @param runners not terminated, oldest first
 * @param plans newest first, at most {@value #MAX_PLANS}
 * @param decision the newest; its numbers are the demand
 * @param findings what stands against {@code egg/NAME}, by code, at most {@value #MAX_FINDINGS}
 */
public record EggStatus(
        Egg egg,
        List<Runner> runners,
        List<Plan> plans,
        Optional<Decision> decision,
        Optional<Breaker> breaker,
        List<StandingFinding> findings) {

    /** How many plans are told. */
    public static final int MAX_PLANS = 20;

    /** How many findings are told. */
    public static final int MAX_FINDINGS = 50;

    public EggStatus {
        runners = List.copyOf(runners);
        plans = List.copyOf(plans);
        findings = List.copyOf(findings);
    }
}
