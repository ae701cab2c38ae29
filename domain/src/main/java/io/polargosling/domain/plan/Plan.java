package io.polargosling.domain.plan;

import io.polargosling.domain.egg.EggName;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A plan's row.
 *
 * @param id also the id of the run that made it
 * @param fileHash SHA-256 of the encrypted plan file, 64 hexadecimal digits
 * @param error what failed, without a secret
 * @param version the row's version as read; 0 for a row not yet written
 */
public record Plan(
        UUID id,
        EggName egg,
        PlanInputs inputs,
        PlanChanges changes,
        PlanProgress progress,
        String fileHash,
        Optional<String> error,
        long version) {

    /** A plan as it was just made. */
    public static Plan pending(
            UUID id, EggName egg, PlanInputs inputs, PlanChanges changes, String fileHash, Instant now) {
        var progress = new PlanProgress(PlanStatus.PENDING, now, Optional.empty());
        return new Plan(id, egg, inputs, changes, progress, fileHash, Optional.empty(), 0);
    }

    /** Its status. */
    public PlanStatus status() {
        return progress.status();
    }

    /** This plan moved to {@code next}; the store checks that the move is legal. */
    public Plan moveTo(PlanStatus next, Instant now, Optional<String> why) {
        var appliedAt = next == PlanStatus.APPLIED ? Optional.of(now) : progress.appliedAt();
        var moved = new PlanProgress(next, progress.createdAt(), appliedAt);
        return new Plan(id, egg, inputs, changes, moved, fileHash, why.or(this::error), version);
    }

    /** This plan with other inputs. */
    public Plan withInputs(PlanInputs changed) {
        return new Plan(id, egg, changed, changes, progress, fileHash, error, version);
    }

    /** This plan as read at {@code changed}. */
    public Plan withVersion(long changed) {
        return new Plan(id, egg, inputs, changes, progress, fileHash, error, changed);
    }

    /**
     * How far a plan has come.
     *
     * @param appliedAt when it was applied; empty when it was not
     */
    public record PlanProgress(PlanStatus status, Instant createdAt, Optional<Instant> appliedAt) {}
}
