package io.polargosling.worker.sweep;

import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.Inventory;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.Storage;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes machines that no live row speaks of: marked at the first sight, removed at the second. */
public final class OrphanSweep {

    private static final Logger log = LoggerFactory.getLogger(OrphanSweep.class);

    private final Storage storage;
    private final Inventory inventory;
    private final Set<RunnerId> marked = new HashSet<>();

    /** Sweeps {@code inventory}. */
    public OrphanSweep(Storage storage, Inventory inventory) {
        this.storage = storage;
        this.inventory = inventory;
    }

    /** One pass. */
    public synchronized void sweep() {
        var orphans = new HashSet<RunnerId>();
        for (CloudResource machine : inventory.list()) {
            boolean live = storage.runners()
                    .find(machine.runner())
                    .filter(runner -> runner.state() != RunnerState.TERMINATED)
                    .isPresent();
            if (!live) {
                orphans.add(machine.runner());
            }
        }
        for (var orphan : orphans) {
            if (marked.contains(orphan)) {
                remove(orphan);
            }
        }
        marked.clear();
        marked.addAll(orphans);
    }

    /** One that cannot be removed must not keep the others; it is tried again in the next pass. */
    private void remove(RunnerId orphan) {
        log.warn("removing a machine without a live row runner={}", orphan);
        try {
            inventory.delete(orphan);
        } catch (GoslingException e) {
            log.warn("a machine without a live row is still there runner={} cause=\"{}\"", orphan, e.getMessage());
        }
    }
}
