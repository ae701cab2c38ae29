package io.polargosling.worker.tofu;

import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.runner.RunnerId;
import java.util.Map;
import java.util.Set;

/** What came of a run. */
public sealed interface TofuResult {

    /** State and wish were the same already; no plan was kept. */
    record NoChange() implements TofuResult {}

    /**
     * The plan was applied, at least in part.
     *
     * @param created instances made
     * @param destroyed instances removed
     * @param failed instances whose change failed, with the reason
     */
    record Applied(Plan plan, Set<RunnerId> created, Set<RunnerId> destroyed, Map<RunnerId, String> failed)
            implements TofuResult {}

    /** These runners' machines exist though they are in no state, or are half made; nothing was changed. */
    record Strays(Set<RunnerId> runners) implements TofuResult {}

    /**
     * Nothing was changed.
     *
     * @param phase where it ended
     * @param message what OpenTofu said; holds no secret, since none is in its inputs
     */
    record Failed(TofuPhase phase, String message) implements TofuResult {}
}
