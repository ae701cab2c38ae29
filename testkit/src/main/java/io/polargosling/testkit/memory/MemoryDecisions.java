package io.polargosling.testkit.memory;

import io.polargosling.domain.demand.Decision;
import io.polargosling.domain.demand.DecisionStore;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.store.Fence;
import java.util.List;
import java.util.TreeMap;

/** Reconcile decisions, the newest 50 of each egg. */
final class MemoryDecisions implements DecisionStore {

    private static final int KEPT = 50;

    private final Rows rows;
    private final MemoryLeases leases;
    private final Table<EggName, TreeMap<Long, Decision>> decisions;

    MemoryDecisions(Rows rows, MemoryLeases leases) {
        this.rows = rows;
        this.leases = leases;
        decisions = new Table<>(rows, "decisions");
    }

    @Override
    public void record(Decision decision, Fence fence) {
        rows.change(() -> {
            leases.hold(fence);
            var grown = new TreeMap<>(decisions.find(decision.egg()).orElseGet(TreeMap::new));
            grown.put(decision.generation(), decision);
            while (grown.size() > KEPT) {
                grown.pollFirstEntry();
            }
            decisions.put(decision.egg(), grown);
        });
    }

    @Override
    public List<Decision> newest(EggName egg, int limit) {
        return rows.read(() -> decisions.find(egg).stream()
                .flatMap(all -> all.descendingMap().values().stream())
                .limit(limit)
                .toList());
    }
}
