package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.plan.PlanChanges;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import io.polargosling.worker.inventory.LocalHost;
import io.polargosling.worker.lease.HeldLease;
import io.polargosling.worker.render.WorkspaceRenderer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings an egg's machines to what is wished: init, plan, checks, and the apply of exactly that plan. */
public final class Tofu implements TofuRuns, DriftLooks {

    private static final Logger log = LoggerFactory.getLogger(Tofu.class);

    private final TofuProgram program;
    private final Parts parts;
    private final Bounds bounds;
    private final RunClosing closing;

    /** What every run works with. */
    record Parts(Workspaces workspaces, RunFolders folders, States states, Storage storage, InstantSource clock) {

        ErroredStates erroredStates() {
            return new ErroredStates(storage, folders, clock);
        }
    }

    /**
     * What no run may exceed.
     *
     * @param vm limits when a machine that stays is concerned
     * @param serverless limits when none is
     */
    record Bounds(RunSlots slots, MemoryBounds memory, PhaseLimits vm, PhaseLimits serverless) {

        /** Those of this host, with {@code parallel} runs at once at most. */
        static Bounds ofHost(int parallel) {
            var host = new HostMemory();
            return new Bounds(
                    new RunSlots(parallel, host::available),
                    MemoryBounds.ofHost(host),
                    PhaseLimits.VM,
                    PhaseLimits.SERVERLESS);
        }
    }

    /**
     * Runs below the data folder of {@code settings}, with keys of {@code secrets}.
     *
     * @param clouds what machines that are not of this host are made with
     */
    public static Tofu of(
            TofuProgram program,
            Mirrors mirrors,
            LocalHost host,
            Storage storage,
            Secrets secrets,
            Settings settings,
            CloudSources clouds,
            InstantSource clock) {
        var bounds = Bounds.ofHost(settings.tofu().parallel());
        var folders = new RunFolders(settings.dataFolder());
        var states = ChosenStates.of(settings, storage, new LocalStates(folders), clock);
        var workspaces = new Workspaces(
                new WorkspaceRenderer(),
                new StateKey(secrets),
                CloudCredentials.ofProcess(System.getenv()),
                states,
                mirrors,
                host,
                bounds.memory(),
                clouds);
        return new Tofu(program, new Parts(workspaces, folders, states, storage, clock), bounds);
    }

    Tofu(TofuProgram program, Parts parts, Bounds bounds) {
        this.program = program;
        this.parts = parts;
        this.bounds = bounds;
        this.closing = new RunClosing(parts);
    }

    /** Finds out whether states may be kept where they are to be, so that it is known before the first run. */
    public void tryStates() {
        try {
            var _ = parts.states().refusal();
        } catch (GoslingException e) {
            log.warn("the place of states was not tried cause=\"{}\"", e.getMessage());
        }
    }

    @Override
    public TofuResult run(ApplyRequest request, HeldLease lease, Consumer<PlanChanges> beforeApply) {
        return switch (choose(request)) {
            case TofuProgram.Choice.Usable(TofuProgram.Found found) -> {
                try (var slot = slot()) {
                    var limits = limits(request);
                    yield new RunAttempt(parts, request, lease, found, limits)
                            .run(new Phases(found, limits, slot), beforeApply);
                } catch (NoCredentialsException e) {
                    yield new TofuResult.Failed(TofuPhase.INIT, unproven(e));
                }
            }
            case TofuProgram.Choice.Unusable(String reason) ->
                new TofuResult.Failed(TofuPhase.INIT, new RunFailure(FailureCause.OTHER, reason));
        };
    }

    @Override
    public DryRun dryRun(ApplyRequest request) {
        return switch (choose(request)) {
            case TofuProgram.Choice.Usable(TofuProgram.Found found) -> {
                try (var slot = slot()) {
                    yield new DryRunAttempt(parts, request, found).run(new Phases(found, limits(request), slot));
                } catch (NoCredentialsException e) {
                    yield new DryRun.Failed(TofuPhase.INIT, unproven(e));
                }
            }
            case TofuProgram.Choice.Unusable(String reason) ->
                new DryRun.Failed(TofuPhase.INIT, new RunFailure(FailureCause.OTHER, reason));
        };
    }

    @Override
    public Optional<Drift> drift(ApplyRequest request) {
        return switch (choose(request)) {
            case TofuProgram.Choice.Usable(TofuProgram.Found found) -> {
                var place = bounds.slots().acquireIfIdle();
                if (place.isEmpty()) {
                    yield Optional.empty();
                }
                try (var slot = place.get()) {
                    var phases = new Phases(found, limits(request), slot);
                    yield Optional.of(new DryRunAttempt(parts, request, found).drift(phases));
                } catch (NoCredentialsException e) {
                    yield Optional.of(new Drift.Failed(TofuPhase.INIT, unproven(e)));
                }
            }
            case TofuProgram.Choice.Unusable(String reason) ->
                Optional.of(new Drift.Failed(TofuPhase.INIT, new RunFailure(FailureCause.OTHER, reason)));
        };
    }

    /** Not for good: a machine's role may be given at any time, and may not be told of for a moment. */
    private static RunFailure unproven(NoCredentialsException e) {
        return new RunFailure(FailureCause.OTHER, String.valueOf(e.getMessage()));
    }

    @Override
    public boolean isOfEarlierKey(EggName egg) {
        var current = parts.workspaces().currentKey();
        return parts.states()
                .head(egg)
                .filter(state -> state.key().filter(current::equals).isEmpty())
                .isPresent();
    }

    @Override
    public void closeOpenRun(EggName name, Fence fence) {
        closing.closeOpenRun(name, fence);
    }

    /** Starts the phases of one run. */
    final class Phases {

        private final TofuProgram.Found tofu;
        private final PhaseLimits limits;
        private final RunSlots.Slot slot;

        Phases(TofuProgram.Found tofu, PhaseLimits limits, RunSlots.Slot slot) {
            this.tofu = tofu;
            this.limits = limits;
            this.slot = slot;
        }

        PhaseRun in(Workspaces.Workspace workspace) {
            return new PhaseRun(tofu, workspace.folder(), workspace.environment(), limits, bounds.memory(), slot);
        }
    }

    private TofuProgram.Choice choose(ApplyRequest request) {
        var choice = parts.states()
                .refusal(request.revision().egg())
                .<TofuProgram.Choice>map(TofuProgram.Choice.Unusable::new)
                .orElseGet(() ->
                        program.choose(request.revision().config().options().opentofuVersion()));
        if (choice instanceof TofuProgram.Choice.Unusable(String reason)) {
            log.warn(
                    "opentofu not started egg={} cause=\"{}\"",
                    request.revision().egg(),
                    reason);
        }
        return choice;
    }

    private RunSlots.Slot slot() {
        try {
            return bounds.slots().acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("waiting to run OpenTofu: interrupted", e);
        }
    }

    /** The short ones only when nothing that stays is made, kept or removed. */
    private PhaseLimits limits(ApplyRequest request) {
        var kept = request.machines().stream().map(Machine::runner).map(Optional::of);
        // Lazily: most eggs have a machine that stays, and no row need be read.
        var removed = request.mayDestroy().stream().map(parts.storage().runners()::find);
        boolean serverless =
                !(request.machines().isEmpty() && request.mayDestroy().isEmpty())
                        && Stream.concat(kept, removed).allMatch(Tofu::isServerless);
        return serverless ? bounds.serverless() : bounds.vm();
    }

    private static boolean isServerless(Optional<Runner> runner) {
        return runner.filter(row -> row.origin().kind() == RunnerKind.SERVERLESS)
                .isPresent();
    }
}
