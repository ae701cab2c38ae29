package io.polargosling.worker.tofu;

import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.runner.RunnerId;
import java.util.Map;
import java.util.Set;

/** What came of a run. */
public sealed interface TofuResult {

    /**
     * State and wish were the same already; no plan was kept.
     *
     * @param failed machines that could not be asked for
     */
    record NoChange(Map<RunnerId, RunFailure> failed) implements TofuResult {

        public NoChange {
            failed = Map.copyOf(failed);
        }

        /** With nothing wrong. */
        public NoChange() {
            this(Map.of());
        }
    }

    /**
     * The plan was applied, at least in part.
     *
     * @param created machines made, with the cloud's id of each where it is told
     * @param destroyed machines removed
     * @param failed machines whose change failed
     */
    record Applied(Plan plan, Map<RunnerId, String> created, Set<RunnerId> destroyed, Map<RunnerId, RunFailure> failed)
            implements TofuResult {

        public Applied {
            created = Map.copyOf(created);
            destroyed = Set.copyOf(destroyed);
            failed = Map.copyOf(failed);
        }
    }

    /** These runners' machines exist though they are in no state, or are half made; nothing was changed. */
    record Strays(Set<RunnerId> runners) implements TofuResult {}

    /** Nothing was changed. */
    record Failed(TofuPhase phase, RunFailure failure) implements TofuResult {}
}
