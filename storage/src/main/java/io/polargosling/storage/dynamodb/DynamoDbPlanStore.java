package io.polargosling.storage.dynamodb;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanStore;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Plans. */
final class DynamoDbPlanStore implements PlanStore {

    private final Table table;

    DynamoDbPlanStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<Plan> find(UUID id) {
        String what = "reading plan " + id;
        return table.get(what, Keys.planId(id))
                .flatMap(item -> table.get(what, item.target()))
                .map(PlanItems::plan);
    }

    @Override
    public Page<Plan> ofEgg(EggName egg, PageRequest page) {
        return Listing.falling(table, Index.TABLE, Keys.plans(egg), item -> Optional.of(PlanItems.plan(item)))
                .page("listing the plans of egg \"" + egg + "\"", page);
    }

    @Override
    public List<Plan> open(EggName egg) {
        String what = "listing the open plans of egg \"" + egg + "\"";
        var keys = Fleet.read(table, what, egg).openPlans().stream()
                .map(place -> new Key(Keys.plans(egg), place))
                .toList();
        return table.getAll(what, keys).values().stream()
                .map(PlanItems::plan)
                .filter(plan -> PlanItems.isOpen(plan.status()))
                .sorted(Comparator.comparing(Keys::place))
                .toList();
    }

    @Override
    public Plan save(Plan plan, Fence fence) {
        String what = "writing plan " + plan.id();
        return table.write(what, transaction -> {
            transaction.hold(fence);
            var change = new Fleet.Change();
            var written = PlanItems.save(transaction, table.get(what, Keys.plan(plan)), plan, change);
            change.addTo(transaction, plan.egg());
            return written;
        });
    }

    @Override
    public int forgetBefore(EggName egg, Instant limit, int kept, int atMost) {
        String what = "forgetting old plans of egg \"" + egg + "\"";
        var end = Places.time(limit);
        if (kept > 0) {
            var newest = table.query(
                    what, Query.of(Index.TABLE, Keys.plans(egg), kept).newestFirst());
            if (newest.size() < kept) {
                return 0;
            }
            var oldestKept = newest.getLast().place(Index.TABLE);
            end = end.compareTo(oldestKept) < 0 ? end : oldestKept;
        }
        return Forgetting.of(
                        table,
                        what,
                        row -> !PlanItems.isOpen(PlanItems.plan(row).status()))
                .with(row -> Keys.planId(PlanItems.plan(row).id()))
                .in(List.of(Query.of(Index.TABLE, Keys.plans(egg), Query.ALL).before(end)), atMost);
    }
}
