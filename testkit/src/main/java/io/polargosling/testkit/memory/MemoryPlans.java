package io.polargosling.testkit.memory;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.plan.PlanStore;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Plan rows. */
final class MemoryPlans implements PlanStore {

    private static final Listing<Plan, Listing.Moment> NEWEST = Listing.newest(
            plan -> plan.progress().createdAt(), plan -> plan.id().toString());
    private static final Listing<Plan, Listing.Moment> OLDEST = Listing.oldest(
            plan -> plan.progress().createdAt(), plan -> plan.id().toString());

    private final Rows rows;
    private final MemoryLeases leases;
    private final Table<UUID, Plan> plans;
    private final Table.Index<UUID, EggName, Plan> byEgg;
    private final Table.Index<UUID, EggName, Plan> openByEgg;

    MemoryPlans(Rows rows, MemoryLeases leases) {
        this.rows = rows;
        this.leases = leases;
        plans = new Table<>(rows, "plans");
        byEgg = plans.by(plan -> Optional.of(plan.egg()));
        openByEgg = plans.by(plan -> Optional.of(plan.egg()).filter(_ -> isOpen(plan)));
    }

    private static boolean isOpen(Plan plan) {
        return plan.status() == PlanStatus.PENDING || plan.status() == PlanStatus.APPLYING;
    }

    @Override
    public Optional<Plan> find(UUID id) {
        return rows.read(() -> plans.find(id));
    }

    @Override
    public Page<Plan> ofEgg(EggName egg, PageRequest page) {
        return rows.read(() -> NEWEST.page(byEgg.of(egg).stream(), page));
    }

    /** The egg's plans, newest first, under the lock of the caller. */
    Stream<Plan> newest(EggName egg) {
        return NEWEST.sorted(byEgg.of(egg).stream());
    }

    @Override
    public List<Plan> open(EggName egg) {
        return rows.read(() -> OLDEST.sorted(openByEgg.of(egg).stream()).toList());
    }

    @Override
    public Plan save(Plan plan, Fence fence) {
        return rows.write(() -> {
            leases.hold(fence);
            return save(plan);
        });
    }

    /** Writes the plan in the write under way. */
    Plan save(Plan plan) {
        var stored = plans.find(plan.id());
        long version = stored.map(Plan::version).orElse(0L);
        if (version != plan.version()) {
            throw new ConflictException("writing plan " + plan.id() + " at version " + plan.version()
                    + ": it has changed (stored: " + version + "; read it again)");
        }
        stored.map(Plan::status).filter(from -> !from.mayBecome(plan.status())).ifPresent(from -> {
            throw new ConflictException("moving plan " + plan.id() + " from " + from.word() + " to "
                    + plan.status().word() + ": not a legal move");
        });
        var written = plan.withVersion(version + 1);
        plans.put(plan.id(), written);
        return written;
    }

    @Override
    public int forgetBefore(EggName egg, Instant limit, int kept, int atMost) {
        var old = newest(egg)
                .skip(kept)
                .filter(plan -> plan.progress().createdAt().isBefore(limit) && !isOpen(plan));
        return plans.forget(old, atMost, Plan::id);
    }
}
