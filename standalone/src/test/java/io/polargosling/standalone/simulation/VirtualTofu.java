package io.polargosling.standalone.simulation;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanBinding;
import io.polargosling.domain.plan.PlanChanges;
import io.polargosling.domain.plan.PlanInputs;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.cloud.FakeCloud;
import io.polargosling.worker.lease.HeldLease;
import io.polargosling.worker.tofu.ApplyRequest;
import io.polargosling.worker.tofu.DryRun;
import io.polargosling.worker.tofu.TofuResult;
import io.polargosling.worker.tofu.TofuRuns;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * OpenTofu: its states, and its processes, which go on when the worker that started them dies, and end with their host.
 * An apply changes one machine after the other; what fails leaves the others as they come.
 */
final class VirtualTofu {

    private static final Duration LIMIT = Duration.ofMinutes(13);
    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(60);
    private static final String HASH = "0".repeat(64);

    private final Loop loop;
    private final Chronicle chronicle;
    private final RandomGenerator random;
    private final Map<CloudProvider, VirtualCloud> clouds;
    private final Machines machines;
    private final Map<EggName, Map<RunnerId, Placement>> states = new HashMap<>();
    private final Map<EggName, TofuProcess> processes = new HashMap<>();
    private final Map<EggName, Long> starts = new HashMap<>();

    VirtualTofu(
            Loop loop,
            Chronicle chronicle,
            RandomGenerator random,
            Map<CloudProvider, VirtualCloud> clouds,
            Machines machines) {
        this.loop = loop;
        this.chronicle = chronicle;
        this.random = random;
        this.clouds = clouds;
        this.machines = machines;
    }

    /** One process, of which at most one of an egg may live. */
    private static final class TofuProcess {
        final String host;
        final Set<RunnerId> created = new TreeSet<>();
        final Set<RunnerId> destroyed = new TreeSet<>();
        final Map<RunnerId, RunFailure> failed = new TreeMap<>();
        boolean dead;
        boolean interrupted;

        TofuProcess(String host) {
            this.host = host;
        }
    }

    /** What the egg's state holds. */
    Set<RunnerId> state(EggName egg) {
        return stateOf(egg).keySet();
    }

    private Map<RunnerId, Placement> stateOf(EggName egg) {
        return states.computeIfAbsent(egg, _ -> new TreeMap<>());
    }

    /** How many runs of the egg were started. */
    long starts(EggName egg) {
        return starts.getOrDefault(egg, 0L);
    }

    /** The host is gone, and all that runs on it. */
    void hostDies(String host) {
        processes.values().stream()
                .filter(process -> process.host.equals(host))
                .forEach(process -> process.dead = true);
    }

    /** OpenTofu as a worker on {@code host} has it. */
    TofuRuns on(String host, Storage storage, InstantSource clock, Runnable alive) {
        return new OnHost(host, storage, clock, alive);
    }

    private final class OnHost implements TofuRuns {

        private final String host;
        private final Storage storage;
        private final InstantSource clock;
        private final Runnable alive;

        OnHost(String host, Storage storage, InstantSource clock, Runnable alive) {
            this.host = host;
            this.storage = storage;
            this.clock = clock;
            this.alive = alive;
        }

        @Override
        public TofuResult run(ApplyRequest request, HeldLease lease, Consumer<PlanChanges> beforeApply) {
            var egg = request.revision().egg();
            chronicle.count(Chronicle.Count.TOFU_RUNS);
            starts.merge(egg, 1L, Long::sum);
            lease.requireFresh();
            var id = new UUID(random.nextLong(), random.nextLong());
            var record = new TofuRun(
                    egg,
                    id,
                    lease.lease().token(),
                    host,
                    Optional.empty(),
                    step(TofuPhase.PLAN),
                    Optional.empty(),
                    clock.instant());
            storage.runs().save(record, clock.instant(), lease.fence());
            var before = processes.get(egg);
            if (before != null && !before.dead) {
                chronicle.violated("never two runs on one state", egg.toString());
            }
            var process = new TofuProcess(host);
            processes.put(egg, process);
            var outcome = planned(request, lease, beforeApply, record, process);
            process.dead = true;
            storage.runs().save(record.ended("ended"), clock.instant(), lease.fence());
            return outcome;
        }

        private TofuResult planned(
                ApplyRequest request,
                HeldLease lease,
                Consumer<PlanChanges> beforeApply,
                TofuRun record,
                TofuProcess process) {
            pass(random.nextInt(300, 3000));
            var state = stateOf(record.egg());
            var wanted = new TreeMap<RunnerId, Placement>();
            request.machines()
                    .forEach(machine -> wanted.put(
                            machine.runner().id(), machine.runner().origin().placement()));
            var created = new TreeSet<>(wanted.keySet());
            created.removeAll(state.keySet());
            var destroyed = new TreeSet<>(state.keySet());
            destroyed.removeAll(wanted.keySet());
            var unasked = new TreeSet<>(created);
            unasked.removeAll(request.mayCreate());
            unasked.removeAll(request.existing());
            if (!unasked.isEmpty() || !request.mayDestroy().containsAll(destroyed)) {
                var kept = new TreeSet<>(destroyed);
                kept.removeAll(request.mayDestroy());
                chronicle.tell("tofu of %s: unexpected change: create %s, delete %s", record.egg(), unasked, kept);
                return new TofuResult.Failed(
                        TofuPhase.PLAN, new RunFailure(FailureCause.UNEXPECTED_CHANGE, unasked + " " + kept));
            }
            var strays = new HashSet<>(created);
            strays.retainAll(request.existing());
            if (!strays.isEmpty()) {
                chronicle.tell("tofu of %s: strays %s", record.egg(), strays);
                return new TofuResult.Strays(strays);
            }
            if (created.isEmpty() && destroyed.isEmpty()) {
                return new TofuResult.NoChange();
            }
            var changes = new PlanChanges(List.copyOf(created), List.copyOf(destroyed));
            var plan = storage.plans().save(plan(request, record, changes), lease.fence());
            beforeApply.accept(changes);
            plan = storage.plans()
                    .save(plan.moveTo(PlanStatus.APPLYING, clock.instant(), Optional.empty()), lease.fence());
            lease.requireFresh();
            storage.runs().save(record.at(step(TofuPhase.APPLY)), clock.instant(), lease.fence());
            chronicle.tell("tofu of %s: creates %s, deletes %s", record.egg(), created, destroyed);
            return applied(plan, wanted, process, lease);
        }

        private TofuResult applied(Plan plan, Map<RunnerId, Placement> wanted, TofuProcess process, HeldLease lease) {
            long longest = schedule(plan.egg(), plan.changes(), wanted, process);
            pass(longest + 200);
            boolean nothing = process.created.isEmpty() && process.destroyed.isEmpty();
            var settled = storage.plans()
                    .save(
                            plan.moveTo(
                                    nothing ? PlanStatus.FAILED : PlanStatus.APPLIED,
                                    clock.instant(),
                                    Optional.of(process.failed.toString())),
                            lease.fence());
            if (nothing) {
                var why = process.failed.values().stream()
                        .findFirst()
                        .orElseGet(() -> new RunFailure(FailureCause.OTHER, "it was interrupted"));
                chronicle.tell("tofu of %s: nothing came of it: %s", plan.egg(), why);
                return new TofuResult.Failed(TofuPhase.APPLY, why);
            }
            var ids = new HashMap<RunnerId, String>();
            process.created.forEach(runner -> ids.put(runner, "machine-" + runner));
            return new TofuResult.Applied(settled, ids, process.destroyed, process.failed);
        }

        private void pass(long millis) {
            loop.sleep(millis);
            alive.run();
        }

        private TofuRun.Step step(TofuPhase phase) {
            return new TofuRun.Step(
                    phase,
                    OptionalLong.of(1),
                    OptionalLong.of(1),
                    clock.instant().plus(LIMIT));
        }

        private Plan plan(ApplyRequest request, TofuRun record, PlanChanges changes) {
            var revision = request.revision();
            var inputs = new PlanInputs(revision.number(), revision.hash(), revision.commit(), HASH, "1.12.6", "{}");
            var binding = new PlanBinding(HASH, HASH, OptionalLong.empty());
            return Plan.pending(record.id(), record.egg(), request.origin(), inputs, changes, binding, clock.instant());
        }

        @Override
        public DryRun dryRun(ApplyRequest request) {
            throw new UnavailableException("no dry runs here");
        }

        @Override
        public void closeOpenRun(EggName egg, Fence fence) {
            var open = storage.runs().open(egg);
            if (open.isEmpty()) {
                return;
            }
            var run = open.get();
            var process = Optional.ofNullable(processes.get(egg)).filter(found -> !found.dead);
            if (!run.host().equals(host)) {
                var safe = run.step().killBy().plus(CLOCK_DIFFERENCE);
                if (clock.instant().isBefore(safe)) {
                    throw new UnavailableException(
                            "closing run " + run.id() + ": another host may run it until " + safe);
                }
            } else if (process.isPresent()) {
                process.get().interrupted = true;
                pass(random.nextInt(1000, 15_000));
            }
            process.ifPresent(ended -> ended.dead = true);
            boolean changed = Optional.ofNullable(processes.get(egg))
                    .filter(done -> !done.created.isEmpty() || !done.destroyed.isEmpty())
                    .isPresent();
            for (var plan : storage.plans().open(egg)) {
                var status = plan.status() == PlanStatus.PENDING
                        ? PlanStatus.DISCARDED
                        : changed ? PlanStatus.APPLIED : PlanStatus.FAILED;
                storage.plans().save(plan.moveTo(status, clock.instant(), Optional.of("its worker died")), fence);
            }
            storage.runs().save(run.ended("taken over"), clock.instant(), fence);
            chronicle.tell("run of %s is closed by %s", egg, host);
        }
    }

    /** Lets the machines be made and removed one by one, whatever becomes of the worker; tells when the last is. */
    private long schedule(EggName egg, PlanChanges changes, Map<RunnerId, Placement> wanted, TofuProcess process) {
        long longest = 0;
        for (var runner : changes.created()) {
            long at = random.nextInt(500, 8000);
            var placement = Optional.ofNullable(wanted.get(runner)).orElseThrow();
            loop.in(at, () -> create(egg, runner, placement, process));
            longest = Math.max(longest, at + 4000);
        }
        for (var runner : changes.destroyed()) {
            long at = random.nextInt(500, 12_000);
            loop.in(at, () -> destroy(egg, runner, process));
            longest = Math.max(longest, at);
        }
        return longest;
    }

    private void create(EggName egg, RunnerId runner, Placement placement, TofuProcess process) {
        if (process.dead || process.interrupted) {
            process.failed.put(runner, new RunFailure(FailureCause.OTHER, "it was interrupted"));
            return;
        }
        var cloud = cloud(placement);
        try {
            switch (cloud.create(runner, placement)) {
                case FakeCloud.Creation.Created _ -> {
                    chronicle.count(Chronicle.Count.RUNNERS);
                    if (!isCalled(runner, placement)) {
                        machines.boot(runner, cloud);
                    }
                    // Between the cloud's answer and the state lies the time in which the host may die.
                    loop.in(random.nextInt(4000), () -> created(egg, runner, placement, process));
                }
                case FakeCloud.Creation.Refused refused -> process.failed.put(runner, refused.why());
            }
        } catch (GoslingException e) {
            process.failed.put(runner, new RunFailure(FailureCause.NETWORK, String.valueOf(e.getMessage())));
        }
    }

    /** Such a machine starts when it is called. */
    private boolean isCalled(RunnerId runner, Placement placement) {
        return placement.provider() == CloudProvider.YANDEX
                && machines.kindOf(runner).filter(RunnerKind.SERVERLESS::equals).isPresent();
    }

    private void created(EggName egg, RunnerId runner, Placement placement, TofuProcess process) {
        if (process.dead) {
            chronicle.tell("machine of %s is in no state", runner);
            return;
        }
        stateOf(egg).put(runner, placement);
        process.created.add(runner);
    }

    private void destroy(EggName egg, RunnerId runner, TofuProcess process) {
        if (process.dead || process.interrupted) {
            process.failed.put(runner, new RunFailure(FailureCause.OTHER, "it was interrupted"));
            return;
        }
        var placement = stateOf(egg).get(runner);
        try {
            if (placement != null) {
                cloud(placement).destroy(runner);
            }
            stateOf(egg).remove(runner);
            process.destroyed.add(runner);
        } catch (GoslingException e) {
            process.failed.put(runner, new RunFailure(FailureCause.NETWORK, String.valueOf(e.getMessage())));
        }
    }

    private VirtualCloud cloud(Placement placement) {
        return Optional.ofNullable(clouds.get(placement.provider())).orElseThrow();
    }
}
