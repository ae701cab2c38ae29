package io.polargosling.worker.deploy;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanKind;
import io.polargosling.domain.plan.PlanOrigin;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.plan.PlanStore;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.PageRequest;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Tells why an egg's next plan is made, and links the first plan after a rollback with what it replaced.
 *
 * <pre>
 * applied (revision 2) &lt;--rollbackPlan-- rollback (revision 1): pending, applying, applied
 *      '--&gt; rolled_back --rollbackPlan--&gt; the same
 * </pre>
 */
public final class PlanOrigins {

    private static final int NEWEST = 100;

    private final PlanStore plans;
    private final InstantSource clock;

    /** Looks at the plans of {@code plans}. */
    public PlanOrigins(PlanStore plans, InstantSource clock) {
        this.plans = plans;
        this.clock = clock;
    }

    /**
     * Of a pinned egg whose active revision has no applied plan since the pin: a rollback, of the newest applied plan.
     * Else what reconciliation finds.
     */
    public PlanOrigin next(Egg egg) {
        if (egg.pinnedAgainst().isEmpty()) {
            return PlanOrigin.of(PlanKind.RECONCILE);
        }
        return plans.ofEgg(egg.name(), PageRequest.first(NEWEST)).items().stream()
                .filter(plan -> plan.status() == PlanStatus.APPLIED)
                .findFirst()
                .filter(plan -> plan.inputs().revision() != egg.active().number())
                .map(replaced -> new PlanOrigin(PlanKind.ROLLBACK, Optional.of(replaced.id())))
                .orElseGet(() -> PlanOrigin.of(PlanKind.RECONCILE));
    }

    /** Moves what an applied rollback replaced to its end; harmless to repeat, so that dying in between loses nothing. */
    public void settle(EggName egg, Fence fence) {
        plans.ofEgg(egg, PageRequest.first(NEWEST)).items().stream()
                .filter(plan -> plan.origin().kind() == PlanKind.ROLLBACK && plan.status() == PlanStatus.APPLIED)
                .forEach(plan -> settle(plan, fence));
    }

    private void settle(Plan rollback, Fence fence) {
        rollback.origin()
                .rollbackPlan()
                .flatMap(plans::find)
                .filter(replaced -> replaced.status() == PlanStatus.APPLIED)
                .ifPresent(replaced -> plans.save(
                        replaced.linkedTo(rollback.id())
                                .moveTo(PlanStatus.ROLLED_BACK, clock.instant(), Optional.empty()),
                        fence));
    }
}
