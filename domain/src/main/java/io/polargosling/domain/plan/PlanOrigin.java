package io.polargosling.domain.plan;

import java.util.Optional;
import java.util.UUID;

/**
 * Why a plan was made.
 *
 * @param rollbackPlan of a rollback, the plan it replaced; of a plan that was rolled back, the plan that replaced it
 */
public record PlanOrigin(PlanKind kind, Optional<UUID> rollbackPlan) {

    /** A plan that rolls nothing back. */
    public static PlanOrigin of(PlanKind kind) {
        return new PlanOrigin(kind, Optional.empty());
    }

    PlanOrigin linkedTo(UUID other) {
        return new PlanOrigin(kind, Optional.of(other));
    }
}
