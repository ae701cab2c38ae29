package io.polargosling.worker.sweep;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.egg.EggDigest;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.lease.DutyRunner;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import io.polargosling.worker.demand.DemandPoll;
import io.polargosling.worker.hook.NestHook;
import io.polargosling.worker.target.Pages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The worker's duties: they ask for a look at whatever no event speaks of, so that a lost event costs time and nothing
 * else.
 */
public final class Sweeps {

    private static final int BATCH = 500;
    private static final Duration DISCOVERY = Duration.ofMinutes(10);
    private static final Duration HOOKS = Duration.ofMinutes(5);
    /** So many turns make an hour. */
    private static final int SLOTS = 12;

    private static final int RECOUNTS = 10;

    private final Storage storage;
    private final CommandQueue queue;
    private final OrphanSweep orphans;
    private final DemandPoll demand;
    private final NestHook nestHook;
    private final CapacityRecount slots;
    private final InstantSource clock;
    private final Turns hookTurns = new Turns(HOOKS, SLOTS);
    private volatile int sweeps;

    /** Sweeps over {@code storage}. */
    public Sweeps(
            Storage storage,
            CommandQueue queue,
            OrphanSweep orphans,
            DemandPoll demand,
            NestHook nestHook,
            CapacityRecount slots,
            InstantSource clock) {
        this.storage = storage;
        this.queue = queue;
        this.orphans = orphans;
        this.demand = demand;
        this.nestHook = nestHook;
        this.slots = slots;
        this.clock = clock;
    }

    /** Offers to do all of them. */
    public void offer(DutyRunner duties, Settings settings) {
        duties.every("demand-poll", () -> settings.demand().pollActive(), demand::poll);
        duties.every("group-discovery", () -> DISCOVERY, this::discoverGroups);
        duties.every("hook-health", () -> HOOKS, this::keepHooks);
        duties.every("nest-hook", () -> DISCOVERY, nestHook::keep);
        duties.every("overdue-sweep", () -> settings.sweep().overdue(), this::sweepOverdue);
        duties.every("orphan-sweep", () -> settings.sweep().orphans(), orphans::sweep);
        duties.every("nest-sync", () -> settings.sync().interval(), this::syncNest);
    }

    /** Asks for a discovery for every egg that answers for a group. */
    void discoverGroups() {
        var everything = clock.instant().plus(Duration.ofDays(1));
        keepAtGitLab(Pages.all(page -> storage.targets().polledBefore(everything, page)).stream()
                .map(Target::id)
                .filter(target -> target.scope() instanceof TargetScope.Group)
                .map(TargetId::egg));
    }

    /**
     * Asks for a look at the hooks of some eggs, those that are to have none any more included; in an hour everyone's
     * turn comes, once, since all at a time would use up what GitLab allows.
     */
    void keepHooks() {
        keepAtGitLab(Pages.all(storage.eggs()::digests).stream()
                .map(EggDigest::name)
                .filter(hookTurns.upTo(clock.instant())));
    }

    private void keepAtGitLab(Stream<EggName> eggs) {
        queue.sendAll(eggs.distinct().<Command>map(Command.ReconcileGitLab::new).toList());
    }

    /** Asks for a look at eggs that changed without one, and at those with a runner whose time has come. */
    public void sweepOverdue() {
        Instant now = clock.instant();
        Set<EggName> eggs = new LinkedHashSet<>(storage.eggs().dirty(BATCH));
        eggs.addAll(storage.runners().due(now, BATCH));
        eggs.forEach(egg -> queue.send(new Command.ReconcileEgg(egg)));
        recountSome();
    }

    /** The slots of some eggs; in ten sweeps everyone's turn comes. */
    private void recountSome() {
        int turn = Math.floorMod(sweeps, RECOUNTS);
        sweeps = turn + 1;
        Pages.all(storage.eggs()::digests).stream()
                .map(EggDigest::name)
                .filter(egg -> Math.floorMod(egg.value().hashCode(), RECOUNTS) == turn)
                .forEach(slots::recount);
    }

    private void syncNest() {
        queue.send(Command.SyncNest.because("timer"));
    }
}
