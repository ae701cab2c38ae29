package io.polargosling.worker.reconcile;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.inventory.Clouds;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import io.polargosling.worker.demand.EggDemand;
import io.polargosling.worker.demand.ProjectLook;
import io.polargosling.worker.deploy.PlanOrigins;
import io.polargosling.worker.inventory.LocalHost;
import io.polargosling.worker.lease.HeldLease;
import io.polargosling.worker.lifecycle.Drain;
import io.polargosling.worker.lifecycle.RunnerChanges;
import io.polargosling.worker.lifecycle.RunnerMoves;
import io.polargosling.worker.observe.Observer;
import io.polargosling.worker.target.EggTargets;
import io.polargosling.worker.tofu.TofuRuns;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at an egg under its lease until nothing has changed since the look began.
 *
 * <p>Whoever finds the lease held goes away at once: the holder cannot free it before it has looked at everything that
 * raised the generation.
 */
public final class Reconciler {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final int MAX_PASSES = 3;

    private final Storage storage;
    private final Leases leases;
    private final CommandQueue queue;
    private final EggPass pass;

    Reconciler(Storage storage, Leases leases, CommandQueue queue, EggPass pass) {
        this.storage = storage;
        this.leases = leases;
        this.queue = queue;
        this.pass = pass;
    }

    /**
     * Where machines are made.
     *
     * @param tofu what makes them
     */
    public record Place(LocalHost host, Clouds clouds, TofuRuns tofu) {}

    /** A reconciler with all its parts. */
    public static Reconciler assemble(
            Storage storage,
            CommandQueue queue,
            GitLab gitlab,
            Secrets secrets,
            Leases leases,
            Place place,
            Settings settings,
            InstantSource clock) {
        var moves = new RunnerMoves(storage, clock);
        var breakers = new BreakerBook(storage.breakers(), clock);
        var settlement = new Settlement(
                moves,
                breakers,
                new Remains(gitlab, place.clouds()),
                place.clouds(),
                clock,
                new Settlement.Times(
                        settings.runner().bootDeadlineVm(),
                        settings.runner().bootDeadlineServerless(),
                        settings.limits().lifetimes()));
        var waits = new Drain.Waits(
                settings.drain().pollWait(),
                settings.drain().recheck(),
                settings.runner().heartbeat());
        var parts = new EggPass.Parts(
                RunnerChanges.assemble(storage, gitlab, place.clouds(), place.host()::logTail, clock, waits),
                new Reservations(storage, clock),
                new MachineRun(storage, moves, place.tofu(), place.host(), settlement, clock),
                new PlanOrigins(storage.plans(), clock),
                breakers,
                new EggHealth(storage, clock),
                new JobReasons(storage.ciJobs()));
        var look = new ProjectLook(storage, gitlab, clock);
        var demand = new EggDemand(storage, new EggTargets(storage, secrets), look, clock);
        var observer =
                new Observer(storage, demand, place.clouds(), settings.runner().heartbeat(), clock);
        var pass = new EggPass(storage, place.tofu(), observer, parts, new NextLooks(queue, clock), clock);
        return new Reconciler(storage, leases, queue, pass);
    }

    /** Looks at {@code egg}; nothing when there is no such egg or somebody else is looking at it. */
    public void reconcile(EggName egg) {
        if (storage.eggs().raiseGeneration(egg).isEmpty()) {
            log.info("nothing to look at egg={} reason=unknown", egg);
            return;
        }
        var taken = leases.tryTake("egg:" + egg);
        if (taken.isEmpty()) {
            return;
        }
        boolean settled = false;
        try (var lease = new HeldLease(taken.get(), leases)) {
            for (int i = 0; i < MAX_PASSES && !settled; i++) {
                settled = onePass(egg, lease);
            }
        } finally {
            if (!settled) {
                storage.leases().release(taken.get(), Optional.empty());
            }
        }
        if (!settled) {
            queue.send(new Command.ReconcileEgg(egg));
        }
    }

    /** True when nothing happened meanwhile, and the lease is free again. */
    private boolean onePass(EggName egg, HeldLease lease) {
        var row = storage.eggs().find(egg).orElseThrow();
        try {
            pass.look(row, lease);
        } catch (ConflictException e) {
            // A heartbeat or an order came between reading and writing, or the lease is lost, which shows at release.
            log.debug("looking again egg={} cause=\"{}\"", egg, e.getMessage());
            return false;
        }
        return storage.leases().releaseReconciled(lease.lease(), egg, row.generation());
    }
}
