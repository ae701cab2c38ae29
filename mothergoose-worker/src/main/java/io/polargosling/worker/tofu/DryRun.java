package io.polargosling.worker.tofu;

import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.run.TofuPhase;

/** What a run that changes nothing found out. */
public sealed interface DryRun {

    /** This would be changed; the plan is discarded already, and stored nowhere. */
    record Planned(Plan plan) implements DryRun {}

    /** It could not be found out. */
    record Failed(TofuPhase phase, RunFailure failure) implements DryRun {}
}
