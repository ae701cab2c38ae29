package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.host.HostProcess;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanBinding;
import io.polargosling.domain.plan.PlanChanges;
import io.polargosling.domain.plan.PlanInputs;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import io.polargosling.worker.inventory.LocalHost;
import io.polargosling.worker.lease.HeldLease;
import io.polargosling.worker.render.LocalInstance;
import io.polargosling.worker.render.WorkspaceInputs;
import io.polargosling.worker.render.WorkspaceRenderer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings an egg's machines to what is wished: init, plan, checks, and the apply of exactly that plan. */
public final class Tofu implements TofuRuns {

    private static final Logger log = LoggerFactory.getLogger(Tofu.class);

    private final TofuProgram program;
    private final WorkspaceRenderer renderer;
    private final StateKey stateKey;
    private final RunFolders folders;
    private final LocalHost host;
    private final RunClosing closing;
    private final Storage storage;
    private final InstantSource clock;
    private final Semaphore slots;

    /** Runs below the data folder of {@code settings}, with keys of {@code secrets}. */
    public static Tofu of(
            TofuProgram program,
            LocalHost host,
            Storage storage,
            Secrets secrets,
            Settings settings,
            InstantSource clock) {
        return new Tofu(
                program,
                new WorkspaceRenderer(),
                new StateKey(secrets),
                new RunFolders(settings.dataFolder()),
                host,
                storage,
                clock,
                settings.tofu().parallel());
    }

    /** @param parallel how many runs there may be at once in this process */
    Tofu(
            TofuProgram program,
            WorkspaceRenderer renderer,
            StateKey stateKey,
            RunFolders folders,
            LocalHost host,
            Storage storage,
            InstantSource clock,
            int parallel) {
        this.program = program;
        this.renderer = renderer;
        this.stateKey = stateKey;
        this.folders = folders;
        this.host = host;
        this.closing = new RunClosing(storage, folders, clock);
        this.storage = storage;
        this.clock = clock;
        this.slots = new Semaphore(parallel, true);
    }

    @Override
    public TofuResult run(ApplyRequest request, HeldLease lease, Consumer<PlanChanges> beforeApply) {
        var choice = program.choose(request.revision().config().options().opentofuVersion());
        return switch (choice) {
            case TofuProgram.Choice.Usable(TofuProgram.Found found) -> run(request, lease, found, beforeApply);
            case TofuProgram.Choice.Unusable(String reason) -> {
                log.warn(
                        "opentofu not started egg={} cause=\"{}\"",
                        request.revision().egg(),
                        reason);
                yield new TofuResult.Failed(TofuPhase.INIT, new RunFailure(FailureCause.OTHER, reason));
            }
        };
    }

    @Override
    public DryRun dryRun(ApplyRequest request) {
        throw new UnavailableException(
                "planning for egg \"" + request.revision().egg() + "\": not possible yet");
    }

    @Override
    public void closeOpenRun(EggName name, Fence fence) {
        closing.closeOpenRun(name, fence);
    }

    private TofuResult run(
            ApplyRequest request, HeldLease lease, TofuProgram.Found found, Consumer<PlanChanges> beforeApply) {
        try {
            slots.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("waiting to run OpenTofu: interrupted", e);
        }
        try {
            return new Attempt(request, lease, found).run(beforeApply);
        } finally {
            slots.release();
        }
    }

    /** One run: its record, its folder and its phases. */
    private final class Attempt {

        private final ApplyRequest request;
        private final HeldLease lease;
        private final TofuProgram.Found tofu;
        private final EggName egg;
        private final UUID id = UUID.randomUUID();
        private TofuRun record;

        Attempt(ApplyRequest request, HeldLease lease, TofuProgram.Found tofu) {
            this.request = request;
            this.lease = lease;
            this.tofu = tofu;
            this.egg = request.revision().egg();
            this.record = new TofuRun(
                    egg,
                    id,
                    lease.lease().token(),
                    HostProcess.thisHost(),
                    step(TofuPhase.INIT),
                    Optional.empty(),
                    clock.instant());
        }

        TofuResult run(Consumer<PlanChanges> beforeApply) {
            var folder = folders.make(egg, id);
            renderer.render(inputs(), folder);
            if (phase(TofuPhase.INIT, "-no-color") != 0) {
                return failed(TofuPhase.INIT, lastLine(folder.resolve("init.err")));
            }
            int planned = phase(
                    TofuPhase.PLAN, "-json", "-detailed-exitcode", "-lock-timeout=10s", "-out=" + RunFolders.PLAN_FILE);
            var events = folders.events(egg, id, TofuPhase.PLAN);
            if (planned != 0 && planned != 2) {
                return failed(TofuPhase.PLAN, events.error().orElse("it ended with exit code " + planned));
            }
            return decide(events, beforeApply);
        }

        private TofuResult decide(TofuEvents events, Consumer<PlanChanges> beforeApply) {
            var created = withAction(events, "create");
            var destroyed = withAction(events, "delete");
            var refused = unexpected(events, created, destroyed);
            if (!refused.isEmpty()) {
                return failed(TofuPhase.PLAN, "unexpected-change: " + refused);
            }
            var strays = new HashSet<>(created);
            strays.retainAll(request.existing());
            strays.addAll(halfMade(events));
            if (!strays.isEmpty()) {
                close("strays");
                return new TofuResult.Strays(strays);
            }
            if (created.isEmpty() && destroyed.isEmpty()) {
                close("no change");
                return new TofuResult.NoChange();
            }
            var changes = new PlanChanges(List.copyOf(created), List.copyOf(destroyed));
            var plan = storage.plans().save(pendingPlan(changes), lease.fence());
            beforeApply.accept(changes);
            plan = storage.plans()
                    .save(plan.moveTo(PlanStatus.APPLYING, clock.instant(), Optional.empty()), lease.fence());
            return apply(plan);
        }

        private TofuResult apply(Plan plan) {
            int exit = phase(TofuPhase.APPLY, "-json", "-lock-timeout=10s", RunFolders.PLAN_FILE);
            var events = folders.events(egg, id, TofuPhase.APPLY);
            var created = new HashSet<RunnerId>();
            var destroyed = new HashSet<RunnerId>();
            events.completed().forEach((runner, action) -> ("delete".equals(action) ? destroyed : created).add(runner));
            var why =
                    new RunFailure(FailureCause.OTHER, events.error().orElse("OpenTofu ended with exit code " + exit));
            var failed = new HashMap<RunnerId, RunFailure>();
            plan.changes().created().stream().filter(r -> !created.contains(r)).forEach(r -> failed.put(r, why));
            plan.changes().destroyed().stream()
                    .filter(r -> !destroyed.contains(r))
                    .forEach(r -> failed.put(r, why));
            // A provisioner that fails leaves the resource in the state, marked as half made.
            events.errored().forEach(runner -> failed.put(runner, why));
            created.removeAll(failed.keySet());
            boolean nothing = created.isEmpty() && destroyed.isEmpty();
            var settled = storage.plans()
                    .save(
                            plan.moveTo(
                                    nothing ? PlanStatus.FAILED : PlanStatus.APPLIED,
                                    clock.instant(),
                                    failed.isEmpty() ? Optional.empty() : Optional.of(why.toString())),
                            lease.fence());
            close(failed.isEmpty() ? "applied" : "applied in part: " + why);
            log.info(
                    "opentofu applied egg={} run={} created={} destroyed={} failed={}",
                    egg,
                    id,
                    created,
                    destroyed,
                    failed.keySet());
            return nothing
                    ? new TofuResult.Failed(TofuPhase.APPLY, why)
                    : new TofuResult.Applied(
                            settled,
                            created.stream().collect(Collectors.toMap(Function.identity(), RunnerId::value)),
                            destroyed,
                            failed);
        }

        private Set<RunnerId> withAction(TofuEvents events, String action) {
            var runners = new HashSet<RunnerId>();
            events.planned().forEach((runner, planned) -> {
                if (planned.equals(action)) {
                    runners.add(runner);
                }
            });
            return runners;
        }

        /** Runners whose creation began in a run that was cut short: OpenTofu would make them anew. */
        private Set<RunnerId> halfMade(TofuEvents events) {
            var runners = withAction(events, "replace");
            runners.retainAll(request.mayCreate());
            return runners;
        }

        /** What the plan would do that nobody asked for. */
        private List<String> unexpected(TofuEvents events, Set<RunnerId> created, Set<RunnerId> destroyed) {
            var refused = new java.util.ArrayList<>(events.unexpected());
            var halfMade = halfMade(events);
            events.planned().forEach((runner, action) -> {
                boolean asked = halfMade.contains(runner)
                        || (created.contains(runner) && request.mayCreate().contains(runner))
                        || (destroyed.contains(runner) && request.mayDestroy().contains(runner));
                if (!asked) {
                    refused.add(action + " of " + runner);
                }
            });
            return refused;
        }

        private int phase(TofuPhase phase, String... arguments) {
            lease.requireFresh();
            tofu.defect().ifPresent(defect -> {
                throw new UnavailableException("starting OpenTofu for egg \"" + egg + "\": " + defect
                        + "; it is fetched again for the next run");
            });
            record = record.at(step(phase));
            storage.runs().save(record, clock.instant(), lease.fence());
            var folder = folders.of(egg, id);
            try {
                var process = PhaseProcess.start(
                        tofu.path(), phase, List.of(arguments), folder, stateKey.environment(folder));
                noteProcess(process);
                return process.waitFor();
            } catch (IOException e) {
                throw new UnavailableException("starting OpenTofu for egg \"" + egg + "\": " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UnavailableException(
                        "running OpenTofu for egg \"" + egg + "\": interrupted; it goes on and"
                                + " the next owner of the egg closes the run",
                        e);
            }
        }

        private void noteProcess(Process process) {
            var start = HostProcess.startOf(process.pid());
            if (start.isEmpty()) {
                return;
            }
            var now = record.step();
            record = record.at(new TofuRun.Step(
                    now.phase(), OptionalLong.of(process.pid()), OptionalLong.of(start.get()), now.killBy()));
            storage.runs().save(record, clock.instant(), lease.fence());
        }

        private TofuRun.Step step(TofuPhase phase) {
            var killBy = clock.instant().plus(PhaseProcess.limit(phase)).plus(PhaseProcess.KILL_AFTER);
            return new TofuRun.Step(phase, OptionalLong.empty(), OptionalLong.empty(), killBy);
        }

        private WorkspaceInputs inputs() {
            return new WorkspaceInputs(tofu.version(), folders.state(egg), folders.mirror(), instances());
        }

        private Map<RunnerId, LocalInstance> instances() {
            return request.machines().stream()
                    .map(Machine::runner)
                    .collect(Collectors.toMap(Runner::id, runner -> host.instance(runner.id(), egg)));
        }

        private Plan pendingPlan(PlanChanges changes) {
            var revision = request.revision();
            var inputs = new PlanInputs(
                    revision.number(),
                    revision.hash(),
                    revision.commit(),
                    renderer.version(),
                    tofu.version(),
                    renderer.shared(inputs()));
            var binding = new PlanBinding(hashOfPlanFile(), "", OptionalLong.empty());
            return Plan.pending(id, egg, request.origin(), inputs, changes, binding, clock.instant());
        }

        private String hashOfPlanFile() {
            var file = folders.of(egg, id).resolve(RunFolders.PLAN_FILE);
            try (InputStream in = Files.newInputStream(file)) {
                var digest = MessageDigest.getInstance("SHA-256");
                new DigestInputStream(in, digest).transferTo(java.io.OutputStream.nullOutputStream());
                return HexFormat.of().formatHex(digest.digest());
            } catch (IOException e) {
                throw new UnavailableException("reading the plan " + file + ": " + e.getMessage(), e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        private TofuResult failed(TofuPhase phase, String message) {
            close("failed in " + phase.word());
            log.warn("opentofu failed egg={} run={} phase={} cause=\"{}\"", egg, id, phase.word(), message);
            return new TofuResult.Failed(phase, new RunFailure(FailureCause.OTHER, message));
        }

        private void close(String outcome) {
            record = record.ended(outcome);
            storage.runs().save(record, clock.instant(), lease.fence());
            folders.removeInputs(egg, id);
        }

        private static String lastLine(Path file) {
            try {
                var lines = Files.readString(file)
                        .lines()
                        .filter(line -> !line.isBlank())
                        .toList();
                return lines.isEmpty()
                        ? "it said nothing"
                        : String.join(" ", lines.subList(0, Math.min(3, lines.size())));
            } catch (IOException e) {
                return "its output cannot be read: " + e.getMessage();
            }
        }
    }
}
