package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.host.HostProcess;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanBinding;
import io.polargosling.domain.plan.PlanChanges;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.worker.lease.HeldLease;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run: its record, its folder and its phases. */
final class RunAttempt {

    private static final Logger log = LoggerFactory.getLogger(RunAttempt.class);
    private static final Duration PLAN_IS_OLD = Duration.ofHours(1);
    private static final Duration REMAINS_GRACE = Duration.ofSeconds(2);

    private final Tofu.Parts parts;
    private final ApplyRequest request;
    private final HeldLease lease;
    private final TofuProgram.Found tofu;
    private final PhaseLimits limits;
    private final EggName egg;
    private final UUID id = UUID.randomUUID();
    private final Path folder;
    private final Workspaces.Workspace workspace;
    private TofuRun record;
    private @Nullable Process process;

    RunAttempt(Tofu.Parts parts, ApplyRequest request, HeldLease lease, TofuProgram.Found tofu, PhaseLimits limits) {
        this.parts = parts;
        this.request = request;
        this.lease = lease;
        this.tofu = tofu;
        this.limits = limits;
        this.egg = request.revision().egg();
        this.folder = parts.folders().make(egg, id);
        this.workspace = rendered();
        this.record = TofuRun.here(
                egg,
                id,
                lease.lease().token(),
                step(TofuPhase.INIT),
                parts.clock().instant());
    }

    TofuResult run(Tofu.Phases phases, Consumer<PlanChanges> beforeApply) {
        var phaseRun = phases.in(workspace);
        try {
            boolean warm = workspace.warm().takeOver(parts.folders().others(egg));
            var planned = new Initialised(
                            workspace,
                            (phase, arguments) -> phase(phaseRun, phase, arguments),
                            List.of("-lock-timeout=10s"))
                    .plan(warm);
            return planned.failure().isPresent()
                    ? failed(planned.phase(), planned.failure().get())
                    : decide(phaseRun, planned.events(), beforeApply);
        } catch (IOException e) {
            throw new UnavailableException("starting OpenTofu for egg \"" + egg + "\": " + e.getMessage(), e);
        } finally {
            if (process == null || !process.isAlive()) {
                RunFolders.removeInputs(folder);
            }
        }
    }

    private TofuResult decide(PhaseRun phaseRun, TofuEvents events, Consumer<PlanChanges> beforeApply)
            throws IOException {
        var check = new PlanCheck(request, events);
        if (!check.refused().isEmpty()) {
            return failed(
                    TofuPhase.PLAN,
                    workspace
                            .output()
                            .failure(
                                    FailureCause.UNEXPECTED_CHANGE,
                                    check.refused().toString()));
        }
        if (!check.strays().isEmpty()) {
            close(TofuPhase.PLAN, "strays");
            return new TofuResult.Strays(check.strays());
        }
        // That a retired variant has left nothing is known only once a plan of it was applied, were it an empty one.
        if (check.isEmpty() && !request.retires()) {
            close(TofuPhase.PLAN, "no change");
            return new TofuResult.NoChange(workspace.refused());
        }
        var pending = Plan.pending(
                id,
                egg,
                request.origin(),
                parts.workspaces().planInputs(request, workspace.inputs()),
                check.changes(),
                parts.workspaces().binding(egg, folder),
                parts.clock().instant());
        var plan = parts.storage().plans().save(pending, lease.fence());
        beforeApply.accept(check.changes());
        var changed = changedSince(plan);
        return changed.isPresent() ? discarded(plan, changed.get()) : apply(phaseRun, plan);
    }

    /** What of the plan's ground has moved; empty while exactly that plan may be applied. */
    private Optional<String> changedSince(Plan plan) {
        var age = Duration.between(plan.progress().createdAt(), parts.clock().instant());
        if (age.compareTo(PLAN_IS_OLD) > 0) {
            return Optional.of(
                    "it is " + age.toMinutes() + " minutes old (expected: at most " + PLAN_IS_OLD.toMinutes() + ")");
        }
        var made = plan.binding();
        var now = parts.workspaces().binding(egg, folder);
        var moved = new ArrayList<String>();
        addIfMoved(moved, "plan file", made, now, PlanBinding::fileHash);
        addIfMoved(moved, "variables", made, now, PlanBinding::variablesHash);
        addIfMoved(moved, "state", made, now, PlanBinding::stateSerial);
        return moved.isEmpty()
                ? Optional.empty()
                : Optional.of("changed since it was made: " + String.join(", ", moved));
    }

    private static void addIfMoved(
            List<String> moved,
            String what,
            PlanBinding made,
            PlanBinding now,
            java.util.function.Function<PlanBinding, Object> part) {
        if (!part.apply(made).equals(part.apply(now))) {
            moved.add(what);
        }
    }

    private TofuResult discarded(Plan plan, String why) {
        parts.storage()
                .plans()
                .save(plan.moveTo(PlanStatus.DISCARDED, parts.clock().instant(), Optional.of(why)), lease.fence());
        return failed(TofuPhase.PLAN, new RunFailure(FailureCause.OTHER, "the plan was discarded: " + why));
    }

    private TofuResult apply(PhaseRun phaseRun, Plan pending) throws IOException {
        var plan = parts.storage()
                .plans()
                .save(pending.moveTo(PlanStatus.APPLYING, parts.clock().instant(), Optional.empty()), lease.fence());
        var ended = phase(phaseRun, TofuPhase.APPLY, List.of("-json", "-lock-timeout=10s", RunFolders.PLAN_FILE));
        var outcome =
                ApplyOutcome.of(plan.changes(), RunFolders.events(folder, TofuPhase.APPLY), ended, workspace.output());
        var settled = parts.storage()
                .plans()
                .save(
                        plan.moveTo(
                                outcome.isNothing() ? PlanStatus.FAILED : PlanStatus.APPLIED,
                                parts.clock().instant(),
                                outcome.why().map(RunFailure::toString)),
                        lease.fence());
        close(
                TofuPhase.APPLY,
                outcome.why().map(why -> "applied in part: " + why).orElse("applied"));
        log.info(
                "opentofu applied egg={} run={} created={} destroyed={} failed={} cause=\"{}\"",
                egg,
                id,
                outcome.created().keySet(),
                outcome.destroyed(),
                outcome.failed().keySet(),
                outcome.why().map(RunFailure::toString).orElse(""));
        return outcome.isNothing()
                ? new TofuResult.Failed(TofuPhase.APPLY, outcome.why().orElseThrow())
                : new TofuResult.Applied(settled, outcome.created(), outcome.destroyed(), failed(outcome));
    }

    /** Machines that were not made, whether OpenTofu was asked for them or not. */
    private Map<RunnerId, RunFailure> failed(ApplyOutcome outcome) {
        var failed = new HashMap<>(outcome.failed());
        failed.putAll(workspace.refused());
        return failed;
    }

    private PhaseRun.Ended phase(PhaseRun phaseRun, TofuPhase phase, List<String> arguments) throws IOException {
        lease.requireFresh();
        tofu.requireWhole(egg);
        record = record.at(step(phase));
        save();
        try {
            long begin = System.nanoTime();
            var ended = phaseRun.run(phase, arguments, this::noteProcess);
            log.debug(
                    "opentofu ended egg={} run={} phase={} exit={} took_ms={}",
                    egg,
                    id,
                    phase.word(),
                    ended.exit(),
                    (System.nanoTime() - begin) / 1_000_000);
            if (ended.exit() != 0 && ended.exit() != 2) {
                endRemains();
            }
            return ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(
                    "running OpenTofu for egg \"" + egg + "\": interrupted; it goes on and"
                            + " the next owner of the egg closes the run",
                    e);
        }
    }

    /** What a killed OpenTofu leaves: processes that it started, and its lock. */
    private void endRemains() throws InterruptedException {
        if (!new RunProcesses(record.step(), folder, REMAINS_GRACE).end()) {
            throw new UnavailableException("ending run " + id + " of egg \"" + egg + "\": its processes do not end");
        }
        parts.states().unlockAfter(record);
    }

    private void noteProcess(Process started) {
        process = started;
        var start = HostProcess.startOf(started.pid());
        if (start.isEmpty()) {
            return;
        }
        var now = record.step();
        record = record.at(new TofuRun.Step(
                now.phase(), OptionalLong.of(started.pid()), OptionalLong.of(start.get()), now.killBy()));
        save();
    }

    private TofuRun.Step step(TofuPhase phase) {
        var killBy = parts.clock().instant().plus(limits.untilKilled(phase));
        return new TofuRun.Step(phase, OptionalLong.empty(), OptionalLong.empty(), killBy);
    }

    private Workspaces.Workspace rendered() {
        boolean done = false;
        try {
            var made = parts.workspaces().render(request, tofu, folder);
            done = true;
            return made;
        } finally {
            if (!done) {
                RunFolders.removeInputs(folder);
            }
        }
    }

    private TofuResult failed(TofuPhase phase, RunFailure failure) {
        close(phase, "failed in " + phase.word() + ": " + failure);
        log.warn("opentofu failed egg={} run={} phase={} cause=\"{}\"", egg, id, phase.word(), failure);
        return new TofuResult.Failed(phase, failure);
    }

    private void close(TofuPhase last, String outcome) {
        workspace.output().keep(last);
        parts.erroredStates().keep(egg, id);
        record = record.ended(outcome);
        save();
    }

    private void save() {
        parts.storage().runs().save(record, parts.clock().instant(), lease.fence());
    }
}
