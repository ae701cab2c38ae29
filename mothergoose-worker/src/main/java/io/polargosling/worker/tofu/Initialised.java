package io.polargosling.worker.tofu;

import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.run.TofuPhase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A plan in a workspace that is initialised only when no other run's work is good for it. */
final class Initialised {

    /** Carries out one phase. */
    interface Starter {
        PhaseRun.Ended run(TofuPhase phase, List<String> arguments) throws IOException;
    }

    private final Workspaces.Workspace workspace;
    private final Starter starter;
    private final List<String> planOptions;

    /** @param planOptions beyond those that every plan has */
    Initialised(Workspaces.Workspace workspace, Starter starter, List<String> planOptions) {
        this.workspace = workspace;
        this.starter = starter;
        this.planOptions = planOptions;
    }

    /** What the plan came to, or where it failed. */
    record Planned(TofuPhase phase, TofuEvents events, Optional<RunFailure> failure) {}

    /** @param warm true when another run's work was taken over */
    Planned plan(boolean warm) throws IOException {
        if (!warm) {
            return initAndPlan();
        }
        var planned = plan();
        boolean useless = planned.failure()
                .filter(failure -> FailureTexts.asksForInit(failure.message()))
                .isPresent();
        if (!useless) {
            return planned;
        }
        workspace.warm().forget();
        return initAndPlan();
    }

    private Planned initAndPlan() throws IOException {
        var ended = starter.run(TofuPhase.INIT, List.of("-json"));
        if (ended.exit() != 0 || ended.cut().isPresent()) {
            return failed(TofuPhase.INIT, ended);
        }
        workspace.warm().mark();
        return plan();
    }

    private Planned plan() throws IOException {
        var arguments = new ArrayList<>(List.of("-json", "-detailed-exitcode", "-out=" + RunFolders.PLAN_FILE));
        arguments.addAll(planOptions);
        var ended = starter.run(TofuPhase.PLAN, arguments);
        boolean good = ended.cut().isEmpty() && (ended.exit() == 0 || ended.exit() == 2);
        if (!good) {
            return failed(TofuPhase.PLAN, ended);
        }
        var events = RunFolders.events(workspace.folder(), TofuPhase.PLAN);
        // A program that crashes ends with 2 as well, which would be read as "there is something to change".
        return events.isFinished() && events.errors().isEmpty()
                ? new Planned(TofuPhase.PLAN, events, Optional.empty())
                : failed(TofuPhase.PLAN, ended);
    }

    private Planned failed(TofuPhase phase, PhaseRun.Ended ended) {
        var events = RunFolders.events(workspace.folder(), phase);
        return new Planned(phase, events, Optional.of(workspace.output().failure(phase, events, ended)));
    }
}
