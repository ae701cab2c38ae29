package io.polargosling.api.plan;

import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.runner.RunnerId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A plan.
 *
 * @param planType the word for what plans of eggs make
 * @param kind why it was made: {@code reconcile}, {@code rollback} or {@code dry_run}
 * @param rollbackPlanId of a rollback, the plan it replaced; of a plan that was rolled back, the plan that replaced it
 */
public record PlanBody(
        UUID id,
        String eggName,
        Changed runners,
        String planType,
        String kind,
        String status,
        String configHash,
        String gitCommit,
        long revision,
        String moduleVersion,
        String tofuVersion,
        Changes changes,
        Instant createdAt,
        @Nullable Instant appliedAt,
        @Nullable UUID rollbackPlanId,
        @Nullable String error) {

    /** The body of {@code plan}. */
    public static PlanBody of(Plan plan) {
        var inputs = plan.inputs();
        var created = plan.changes().created().stream().map(RunnerId::value).toList();
        var destroyed = plan.changes().destroyed().stream().map(RunnerId::value).toList();
        return new PlanBody(
                plan.id(),
                plan.egg().value(),
                new Changed(created, destroyed),
                "runner",
                plan.origin().kind().word(),
                plan.status().word(),
                inputs.configHash(),
                inputs.commit().value(),
                inputs.revision(),
                inputs.moduleVersion(),
                inputs.tofuVersion(),
                new Changes(created.size(), 0, destroyed.size()),
                plan.progress().createdAt(),
                plan.progress().appliedAt().orElse(null),
                plan.origin().rollbackPlan().orElse(null),
                plan.error().orElse(null));
    }

    /** Ids of runners. */
    public record Changed(List<String> created, List<String> destroyed) {}

    /** How many. */
    public record Changes(int add, int change, int remove) {}
}
