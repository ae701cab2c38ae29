package io.polargosling.worker.deploy;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.RollbackTargets;
import io.polargosling.domain.plan.RollbackTargets.Target;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import java.util.List;
import java.util.Optional;

/** Returns an egg to an earlier revision and holds it there, or shows what that would change. */
final class EggRollback {

    private final Storage storage;
    private final RunnerOrders orders;
    private final DryRuns dryRuns;
    private final RevisionRecord record;

    EggRollback(Storage storage, RunnerOrders orders, DryRuns dryRuns, RevisionRecord record) {
        this.storage = storage;
        this.orders = orders;
        this.dryRuns = dryRuns;
        this.record = record;
    }

    /** Does it, under the lease of {@code fence}; {@code to} as {@link RollbackTargets} reads it. */
    Outcome rollBack(Egg egg, Optional<String> to, Operation operation, Fence fence) {
        return switch (targets().find(egg, to)) {
            case Target.Unknown(String why) -> new Outcome.Refused("not-found: " + why);
            // A worker that died had activated it already; what came after that may be missing.
            case Target.Nothing(String why)
            when egg.pinnedAgainst().isPresent() && to.isPresent() -> {
                var left = leftOf(egg);
                yield left.isEmpty()
                        ? nothing(why)
                        : finishRollback(egg, left.get(), Optional.empty(), operation, fence);
            }
            case Target.Nothing(String why) -> nothing(why);
            case Target.Found(EggRevision revision, Optional<Plan> plan) -> {
                var audit = record.audit("egg.rolled-back", egg, revision, operation);
                var back = storage.eggs().activate(egg.name(), revision.number(), pin(egg, revision), audit, fence);
                yield finishRollback(back, egg.active(), plan, operation, fence);
            }
        };
    }

    /** A standing pin stays against what it was made against; to go back to just that ends it. */
    private static Optional<String> pin(Egg egg, EggRevision target) {
        return Optional.of(egg.pinnedAgainst().orElse(egg.active().hash())).filter(hash -> !hash.equals(target.hash()));
    }

    private Optional<EggRevision> leftOf(Egg egg) {
        return storage.eggs().revisions(egg.name(), PageRequest.first(500)).items().stream()
                .filter(revision ->
                        egg.pinnedAgainst().filter(revision.hash()::equals).isPresent())
                .findFirst();
    }

    private Outcome finishRollback(Egg egg, EggRevision left, Optional<Plan> plan, Operation operation, Fence fence) {
        var order = new PendingOrder(PendingOrder.Kind.TERMINATE, "rollback", operation.actor());
        var ordered = orders.order(egg.name(), RunnerOrders.unusedOf(left.number()), order, fence);
        var result = record.about(egg.active(), egg.name());
        result.put("left_revision", left.number());
        result.put("pinned_against", egg.pinnedAgainst().orElse(null));
        result.put("from_plan", plan.map(Plan::id).orElse(null));
        result.put("ordered", RevisionRecord.words(ordered));
        return new Outcome.Done(result);
    }

    /** Tells what it would change. */
    Outcome show(EggName name, Optional<String> to, Operation operation) {
        var stored = storage.eggs().find(name);
        if (stored.isEmpty()) {
            return Outcome.Refused.unknown(name);
        }
        var egg = stored.get();
        return switch (targets().find(egg, to)) {
            case Target.Unknown(String why) -> new Outcome.Refused("not-found: " + why);
            case Target.Nothing(String why) -> nothing(why);
            case Target.Found(EggRevision revision, Optional<Plan> _) ->
                dryRuns.show(
                        new DryRuns.Wish(
                                egg.activated(revision, pin(egg, revision)),
                                RunnerOrders.unusedOf(egg.active().number()),
                                List.of()),
                        operation);
        };
    }

    private RollbackTargets targets() {
        return new RollbackTargets(storage.eggs(), storage.plans());
    }

    private static Outcome nothing(String why) {
        return new Outcome.Refused("nothing-to-roll-back: " + why);
    }
}
