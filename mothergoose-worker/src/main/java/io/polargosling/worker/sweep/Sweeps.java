package io.polargosling.worker.sweep;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.lease.DutyRunner;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The worker's duties: they ask for a look at whatever no event speaks of, so that a lost event costs time and nothing
 * else.
 */
public final class Sweeps {

    private static final int BATCH = 500;

    private final Storage storage;
    private final CommandQueue queue;
    private final OrphanSweep orphans;
    private final InstantSource clock;

    /** Sweeps over {@code storage}. */
    public Sweeps(Storage storage, CommandQueue queue, OrphanSweep orphans, InstantSource clock) {
        this.storage = storage;
        this.queue = queue;
        this.orphans = orphans;
        this.clock = clock;
    }

    /** Offers to do all of them. */
    public void offer(DutyRunner duties, Settings settings) {
        duties.every("demand-poll", () -> settings.demand().pollActive(), this::pollDemand);
        duties.every("overdue-sweep", () -> settings.sweep().overdue(), this::sweepOverdue);
        duties.every("orphan-sweep", () -> settings.sweep().orphans(), orphans::sweep);
        duties.every("nest-sync", () -> settings.sync().interval(), this::syncNest);
        duties.every("retention", () -> Duration.ofHours(24), this::forget);
    }

    /** Asks for a look at every egg that may have runners, since its jobs may wait without a word. */
    void pollDemand() {
        Optional<String> cursor = Optional.empty();
        do {
            var page = storage.eggs().list(new PageRequest(BATCH, cursor));
            page.items().stream()
                    .filter(egg -> egg.acceptsRunners())
                    .forEach(egg -> queue.send(new Command.ReconcileEgg(egg.name())));
            cursor = page.next();
        } while (cursor.isPresent());
    }

    /** Asks for a look at eggs that changed without one, and at those with a runner whose time has come. */
    void sweepOverdue() {
        Instant now = clock.instant();
        Set<EggName> eggs = new LinkedHashSet<>(storage.eggs().dirty(BATCH));
        eggs.addAll(storage.runners().due(now, BATCH));
        eggs.forEach(egg -> queue.send(new Command.ReconcileEgg(egg)));
    }

    private void syncNest() {
        queue.send(Command.SyncNest.because("timer"));
    }

    private void forget() {
        Instant now = clock.instant();
        int forgotten;
        do {
            forgotten = storage.deliveries().forgetExpired(now, BATCH);
        } while (forgotten == BATCH);
    }
}
