package io.polargosling.domain.plan;

import io.polargosling.domain.egg.EggName;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A plan's row.
 *
 * @param id also the id of the run that made it
 * @param origin why it was made
 * @param binding what it is good for, and nothing else
 * @param error what failed, without a secret
 * @param version the row's version as read; 0 for a row not yet written
 */
public record Plan(
        UUID id,
        EggName egg,
        PlanOrigin origin,
        PlanInputs inputs,
        PlanChanges changes,
        PlanProgress progress,
        PlanBinding binding,
        Optional<String> error,
        long version) {

    /** A plan as it was just made. */
    public static Plan pending(
            UUID id,
            EggName egg,
            PlanOrigin origin,
            PlanInputs inputs,
            PlanChanges changes,
            PlanBinding binding,
            Instant now) {
        var progress = new PlanProgress(PlanStatus.PENDING, now, Optional.empty());
        return new Plan(id, egg, origin, inputs, changes, progress, binding, Optional.empty(), 0);
    }

    /** Its status. */
    public PlanStatus status() {
        return progress.status();
    }

    /** This plan moved to {@code next}; the store checks that the move is legal. */
    public Plan moveTo(PlanStatus next, Instant now, Optional<String> why) {
        var appliedAt = next == PlanStatus.APPLIED ? Optional.of(now) : progress.appliedAt();
        var moved = new PlanProgress(next, progress.createdAt(), appliedAt);
        return new Plan(id, egg, origin, inputs, changes, moved, binding, why.or(this::error), version);
    }

    /** This plan with other inputs. */
    public Plan withInputs(PlanInputs changed) {
        return new Plan(id, egg, origin, changed, changes, progress, binding, error, version);
    }

    /** This plan with another link between a rollback and what it replaced. */
    public Plan linkedTo(UUID other) {
        return new Plan(id, egg, origin.linkedTo(other), inputs, changes, progress, binding, error, version);
    }

    /** This plan as read at {@code changed}. */
    public Plan withVersion(long changed) {
        return new Plan(id, egg, origin, inputs, changes, progress, binding, error, changed);
    }

    /**
     * How far a plan has come.
     *
     * @param appliedAt when it was applied; empty when it was not
     */
    public record PlanProgress(PlanStatus status, Instant createdAt, Optional<Instant> appliedAt) {}
}
