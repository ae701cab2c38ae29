package io.polargosling.standalone.simulation;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.inventory.Cloud;
import io.polargosling.domain.inventory.Clouds;
import io.polargosling.domain.inventory.Inventory;
import io.polargosling.domain.inventory.PowerSwitch;
import io.polargosling.domain.lease.DutyRunner;
import io.polargosling.domain.lease.Lease;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.demand.DemandPoll;
import io.polargosling.worker.demand.DemandRefresh;
import io.polargosling.worker.demand.ProjectLook;
import io.polargosling.worker.hook.HookAddress;
import io.polargosling.worker.hook.NestHook;
import io.polargosling.worker.reconcile.Reconciler;
import io.polargosling.worker.sweep.CapacityRecount;
import io.polargosling.worker.sweep.OrphanJobs;
import io.polargosling.worker.sweep.OrphanSweep;
import io.polargosling.worker.sweep.Sweeps;
import io.polargosling.worker.target.EggTargets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One process of the worker, with all its real parts, that may die at any call it makes. */
final class Worker implements VirtualQueue.Receiver {

    private static final long NAP = 5000;
    private static final long RENEWAL = 20_000;

    private final World world;
    private final String name;
    private final String host;
    private final Reconciler reconciler;
    private final DemandRefresh refresh;
    private final DutyRunner duties;
    private final Storage storage;
    private final Set<Long> held = new HashSet<>();
    private boolean dead;
    private long stepsLeft = Long.MAX_VALUE;

    /** @param number tells this process from all before it */
    Worker(World world, String host, long number) {
        this.world = world;
        this.host = host;
        this.name = host + ":" + number + ":" + number;
        var mortal = new Mortal(this::step);
        this.storage = mortal.port(
                Storage.class,
                world.storage,
                true,
                Map.of("LeaseStore", new Renewals(), "RunnerStore", new SeededIds()));
        var queue = mortal.port(CommandQueue.class, world.queue, false, Map.of());
        var gitlab = mortal.port(GitLab.class, world.gitlab, true, Map.of());
        var clouds = clouds(mortal);
        var clock = world.loop.wall();
        var settings = world.settings;
        var leases =
                new Leases(storage.leases(), settings.lease().ttl(), clock, () -> world.loop.now() * 1_000_000, name);
        var tofu = world.tofu.on(host, storage, clock, this::step);
        this.reconciler = Reconciler.assemble(
                storage,
                queue,
                gitlab,
                world.secrets,
                leases,
                new Reconciler.Place(world.localHost, clouds, tofu),
                settings,
                clock);
        this.refresh = new DemandRefresh(
                storage,
                gitlab,
                new EggTargets(storage, world.secrets),
                new ProjectLook(storage, gitlab, clock),
                queue,
                reconciler::reconcile,
                clock);
        this.duties = new DutyRunner(leases, storage.leases(), clock, (_, _) -> {});
        var poll = new DemandPoll(
                storage,
                queue,
                new DemandPoll.Periods(
                        settings.demand().pollActive(), settings.demand().pollIdle()),
                clock);
        duty("demand-poll", settings.demand().pollActive(), poll::poll);
        var orphans = new OrphanSweep(
                storage, clouds, new OrphanJobs(storage, gitlab, new EggTargets(storage, world.secrets), clock), clock);
        var sweeps = new Sweeps(
                storage,
                queue,
                orphans,
                poll,
                new NestHook(storage, gitlab, world.secrets, HookAddress.of(World.API), settings, clock),
                new CapacityRecount(storage, queue, leases, clock),
                clock);
        duty("overdue-sweep", settings.sweep().overdue(), sweeps::sweepOverdue);
        duty("orphan-sweep", settings.sweep().orphans(), orphans::sweep);
    }

    private Clouds clouds(Mortal mortal) {
        var clouds = new EnumMap<CloudProvider, Cloud>(CloudProvider.class);
        world.clouds.forEach((provider, cloud) -> clouds.put(
                provider,
                new Cloud(
                        mortal.port(Inventory.class, cloud, false, Map.of()),
                        mortal.port(PowerSwitch.class, cloud, false, Map.of()))));
        return Clouds.of(clouds);
    }

    private void duty(String duty, Duration interval, Runnable work) {
        world.loop.in(world.random.nextInt((int) NAP), () -> offer(duty, interval, work));
    }

    private void offer(String duty, Duration interval, Runnable work) {
        if (dead) {
            return;
        }
        try {
            duties.runIfDue(duty, () -> interval, work);
        } catch (Death e) {
            if (world.loop.isOver()) {
                throw e;
            }
            return;
        } catch (RuntimeException e) {
            world.chronicle.tell("%s: duty %s: %s", name, duty, e);
        }
        world.loop.in(NAP, () -> offer(duty, interval, work));
    }

    @Override
    public void handle(Command command) {
        switch (command) {
            case Command.ReconcileEgg reconcile -> reconciler.reconcile(reconcile.egg());
            case Command.RefreshDemand hint -> refresh.refresh(hint);
            default -> throw new IllegalStateException("sent by nobody here: " + command);
        }
    }

    String host() {
        return host;
    }

    boolean isAlive() {
        return !dead;
    }

    /** It dies at the call that is {@code steps} calls, before or after, from now. */
    void dieAfter(long steps) {
        stepsLeft = steps;
    }

    void die() {
        if (!dead) {
            dead = true;
            world.onDeath(this);
        }
    }

    private void step() {
        if (!dead && stepsLeft-- <= 0) {
            die();
        }
        if (dead || world.loop.isOver()) {
            throw new Death(name);
        }
    }

    /** The thread that renews a lease, as events. */
    private final class Renewals implements Mortal.Listener {

        @Override
        public void after(String method, Object[] arguments, @Nullable Object result) {
            switch (method) {
                case "take" -> {
                    if (result instanceof Optional<?> taken && taken.orElse(null) instanceof Lease lease) {
                        held.add(lease.token());
                        if (lease.key().startsWith("egg:")) {
                            world.loop.in(RENEWAL, () -> renew(lease));
                        }
                    }
                }
                case "release" -> held.remove(((Lease) arguments[0]).token());
                case "releaseReconciled" -> {
                    if (Boolean.TRUE.equals(result)) {
                        held.remove(((Lease) arguments[0]).token());
                    }
                }
                default -> {}
            }
        }

        private void renew(Lease lease) {
            if (!dead && held.contains(lease.token()) && world.storage.leases().renew(lease, world.loop.trueTime())) {
                world.loop.in(RENEWAL, () -> renew(lease));
            }
        }
    }

    /** Gives runners ids that the seed decides. */
    private final class SeededIds implements Mortal.Listener {

        @Override
        @SuppressWarnings("unchecked")
        public Object[] before(String method, Object[] arguments) {
            if (!method.equals("reserve")) {
                return arguments;
            }
            var fresh = (List<Runner>) arguments[0];
            var audit = new ArrayList<>((List<AuditEntry>) arguments[2]);
            var renamed = new ArrayList<Runner>();
            for (int i = 0; i < fresh.size(); i++) {
                var runner = fresh.get(i);
                var id = RunnerId.random(world.random);
                renamed.add(new Runner(
                        id,
                        runner.origin(),
                        runner.status(),
                        runner.schedule(),
                        runner.pulse(),
                        runner.identity(),
                        runner.slot(),
                        runner.version()));
                var entry = audit.get(i);
                audit.set(i, AuditEntry.of(entry.at(), entry.actor(), entry.action(), "runner/" + id, entry.details()));
            }
            var changed = arguments.clone();
            changed[0] = renamed;
            changed[2] = audit;
            return changed;
        }

        @Override
        public void after(String method, Object[] arguments, @Nullable Object result) {
            world.laws.afterWrite(method, arguments);
        }
    }
}
