package io.polargosling.worker.sweep;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.lease.Lease;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.pool.CapacityDrift;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.store.Storage;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts an egg's slots anew; a counter that says something else than the rows is corrected and found fault with. */
public final class CapacityRecount {

    private static final Logger log = LoggerFactory.getLogger(CapacityRecount.class);
    private static final String CODE = "capacity-drift";

    private final Storage storage;
    private final CommandQueue queue;
    private final Leases leases;
    private final InstantSource clock;

    /** Counts in {@code storage}. */
    public CapacityRecount(Storage storage, CommandQueue queue, Leases leases, InstantSource clock) {
        this.storage = storage;
        this.queue = queue;
        this.leases = leases;
        this.clock = clock;
    }

    /** Counts the slots of {@code egg}, unless somebody is looking at it: then it is its turn another time. */
    void recount(EggName egg) {
        leases.tryTake("egg:" + egg).ifPresent(lease -> {
            try {
                tell(egg, storage.runners().recount(egg, lease.fence()));
            } finally {
                free(egg, lease);
            }
        });
    }

    private void tell(EggName egg, List<CapacityDrift> drifts) {
        var subject = "egg/" + egg;
        if (drifts.isEmpty()) {
            boolean _ = storage.findings().clear(subject, CODE);
            return;
        }
        var text = drifts.stream()
                .map(drift -> "pool " + drift.counter() + " counted " + drift.stored() + " slots (expected: "
                        + drift.counted() + ", as its runners hold)")
                .collect(Collectors.joining("; "));
        log.warn("slots were miscounted egg={} cause=\"{}\"", egg, text);
        storage.findings()
                .report(
                        new Finding(
                                Severity.WARNING,
                                CODE,
                                Place.ofFile(""),
                                subject,
                                text,
                                Optional.of("nothing: the counters are corrected")),
                        clock.instant());
    }

    /** Whoever came for the egg meanwhile went away, since a holder looks at what raised the generation; this one asks. */
    private void free(EggName egg, Lease lease) {
        storage.leases().release(lease, Optional.empty());
        storage.eggs()
                .find(egg)
                .filter(row -> row.generation() > row.generationSeen())
                .ifPresent(_ -> queue.send(new Command.ReconcileEgg(egg)));
    }
}
