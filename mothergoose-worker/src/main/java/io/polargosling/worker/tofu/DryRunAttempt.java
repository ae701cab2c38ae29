package io.polargosling.worker.tofu;

import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanKind;
import io.polargosling.domain.plan.PlanOrigin;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.run.TofuPhase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A plan that is only looked at: nothing is locked, stored or left behind. */
final class DryRunAttempt {

    private static final Logger log = LoggerFactory.getLogger(DryRunAttempt.class);

    private final Tofu.Parts parts;
    private final ApplyRequest request;
    private final TofuProgram.Found tofu;
    private final UUID id = UUID.randomUUID();

    DryRunAttempt(Tofu.Parts parts, ApplyRequest request, TofuProgram.Found tofu) {
        this.parts = parts;
        this.request = request;
        this.tofu = tofu;
    }

    /** What may be asked of a plan that was made, or failed. */
    private interface Question<T> {
        T of(Workspaces.Workspace workspace, Initialised.Planned planned) throws IOException;
    }

    DryRun run(Tofu.Phases phases) {
        return ask(phases, List.of("-lock=false"), this::result);
    }

    /** Compares the state with the clouds. */
    Drift drift(Tofu.Phases phases) {
        return ask(phases, List.of("-refresh-only", "-lock=false"), this::differences);
    }

    private <T> T ask(Tofu.Phases phases, List<String> options, Question<T> question) {
        var egg = request.revision().egg();
        var folder = parts.folders().makeForDryRun(egg, id, parts.clock().instant());
        try {
            var workspace = parts.workspaces().render(request, tofu, folder);
            boolean warm = workspace.warm().copy(parts.folders().others(egg));
            return question.of(
                    workspace, new Initialised(workspace, starter(phases.in(workspace)), options).plan(warm));
        } catch (IOException e) {
            throw new UnavailableException("planning for egg \"" + egg + "\": " + e.getMessage(), e);
        } finally {
            remove(folder);
        }
    }

    private Drift differences(Workspaces.Workspace workspace, Initialised.Planned planned) throws IOException {
        if (planned.failure().isPresent()) {
            return new Drift.Failed(planned.phase(), planned.failure().get());
        }
        try {
            var environment = workspace.environment().get();
            return new Drift.Found(DriftReading.read(tofu, workspace.folder(), environment));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private UnavailableException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new UnavailableException(
                "planning for egg \"" + request.revision().egg() + "\": interrupted", e);
    }

    private DryRun result(Workspaces.Workspace workspace, Initialised.Planned planned) {
        if (planned.failure().isPresent()) {
            return new DryRun.Failed(planned.phase(), planned.failure().get());
        }
        var check = new PlanCheck(request, planned.events());
        if (!check.refused().isEmpty()) {
            return new DryRun.Failed(
                    TofuPhase.PLAN,
                    workspace
                            .output()
                            .failure(
                                    FailureCause.UNEXPECTED_CHANGE,
                                    check.refused().toString()));
        }
        var now = parts.clock().instant();
        var egg = request.revision().egg();
        var plan = Plan.pending(
                id,
                egg,
                new PlanOrigin(PlanKind.DRY_RUN, request.origin().rollbackPlan()),
                parts.workspaces().planInputs(request, workspace.inputs()),
                check.changes(),
                parts.workspaces().binding(egg, workspace.folder()),
                now);
        return new DryRun.Planned(plan.moveTo(PlanStatus.DISCARDED, now, Optional.empty()));
    }

    private Initialised.Starter starter(PhaseRun phaseRun) {
        return (phase, arguments) -> {
            tofu.requireWhole(request.revision().egg());
            try {
                return phaseRun.run(phase, arguments, _ -> {});
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        };
    }

    private static void remove(Path folder) {
        try {
            RunFolders.removeTree(folder);
        } catch (IOException | java.io.UncheckedIOException e) {
            // A process that was interrupted may still write into it; a later look removes it.
            log.warn("left the folder of a dry run folder={} cause=\"{}\"", folder, e.getMessage());
        }
    }
}
