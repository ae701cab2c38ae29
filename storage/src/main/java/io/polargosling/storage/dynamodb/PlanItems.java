package io.polargosling.storage.dynamodb;

import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.problem.ConflictException;
import java.util.List;
import java.util.Optional;

/** Plans as items, in the partition of their egg; a second item tells where a plan of some id lies. */
final class PlanItems {

    private PlanItems() {}

    static Plan plan(Item item) {
        return item.doc(Plan.class);
    }

    /** Writes the plan over what is stored of it. */
    static Plan save(Transaction transaction, Optional<Item> stored, Plan plan, Fleet.Change change) {
        long version = stored.map(Item::version).orElse(0L);
        if (version != plan.version()) {
            throw new ConflictException("writing plan " + plan.id() + " at version " + plan.version()
                    + ": it has changed (stored: " + version + "; read it again)");
        }
        var from = stored.map(item -> plan(item).status());
        from.ifPresent(status -> check(status, plan));
        var written = plan.withVersion(version + 1);
        transaction.put(Item.at(Keys.plan(plan)).version(version + 1).doc(written), Expression.atVersion(version));
        if (stored.isEmpty()) {
            transaction.put(
                    Item.pointing(Keys.planId(plan.id()), Keys.plan(plan)),
                    Expression.absent(),
                    () -> new ConflictException(
                            "writing plan " + plan.id() + ": such a row exists already (expected: a new one)"));
        }
        boolean wasOpen = from.filter(PlanItems::isOpen).isPresent();
        if (isOpen(plan.status()) && !wasOpen) {
            change.add(Fleet.OPEN_PLANS, Value.texts(List.of(Keys.place(plan))));
        } else if (!isOpen(plan.status()) && wasOpen) {
            change.subtract(Fleet.OPEN_PLANS, List.of(Keys.place(plan)));
        }
        return written;
    }

    static boolean isOpen(PlanStatus status) {
        return switch (status) {
            case PENDING, APPLYING -> true;
            case APPLIED, FAILED, DISCARDED, ROLLED_BACK -> false;
        };
    }

    private static void check(PlanStatus from, Plan plan) {
        if (!from.mayBecome(plan.status())) {
            throw new ConflictException("moving plan " + plan.id() + " from " + from.word() + " to "
                    + plan.status().word() + ": not a legal move");
        }
    }
}
