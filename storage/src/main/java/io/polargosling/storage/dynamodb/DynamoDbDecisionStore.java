package io.polargosling.storage.dynamodb;

import io.polargosling.domain.demand.Decision;
import io.polargosling.domain.demand.DecisionStore;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.store.Fence;
import java.util.List;

/** Reconcile decisions; writing one forgets those beyond the newest 50 of its egg. */
final class DynamoDbDecisionStore implements DecisionStore {

    private static final int KEPT = 50;

    // What is too much at once is forgotten with the next decisions.
    private static final int FORGOTTEN_AT_ONCE = 10;

    private final Table table;

    DynamoDbDecisionStore(Table table) {
        this.table = table;
    }

    @Override
    public void record(Decision decision, Fence fence) {
        String what = "recording a decision about egg \"" + decision.egg() + "\"";
        table.change(what, transaction -> {
            transaction.hold(fence);
            var key = Keys.decision(decision);
            transaction.put(Item.at(key).doc(decision), Expression.NONE);
            var query = Query.of(Index.TABLE, Keys.decisions(decision.egg()), KEPT + FORGOTTEN_AT_ONCE)
                    .newestFirst();
            var others = table.query(what, query).stream()
                    .map(Item::key)
                    .filter(other -> !other.equals(key))
                    .toList();
            if (others.isEmpty() || others.getFirst().sort().compareTo(key.sort()) < 0) {
                transaction.put(Item.at(Keys.newestDecision(decision.egg())).doc(decision), Expression.NONE);
            }
            // With the new one there are as many as are kept.
            others.stream().skip(KEPT - 1L).forEach(old -> transaction.delete(old, Expression.NONE));
        });
    }

    @Override
    public List<Decision> newest(EggName egg, int limit) {
        var query = Query.of(Index.TABLE, Keys.decisions(egg), Math.min(limit, KEPT))
                .newestFirst();
        return table.query("reading the decisions about egg \"" + egg + "\"", query).stream()
                .map(item -> item.doc(Decision.class))
                .toList();
    }
}
