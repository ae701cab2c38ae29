package io.polargosling.worker.lifecycle;

import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.planner.RunnerChange;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.Fence;
import java.util.Optional;

/** Carries out what was decided about runners that exist, as far as rows, GitLab and the power of machines go. */
public final class RunnerChanges {

    private final RunnerMoves moves;
    private final Drain drain;

    /** Changes with {@code moves}. */
    public RunnerChanges(RunnerMoves moves, Drain drain) {
        this.moves = moves;
        this.drain = drain;
    }

    /**
     * Takes the next step of {@code change}.
     *
     * @param runner its subject, as it was read
     * @param access how GitLab is called for it; a step that needs it waits while it is empty
     * @throws io.polargosling.domain.problem.UnavailableException when GitLab or a cloud does not answer: the step is
     *     taken again at the next look
     */
    public void carryOut(RunnerChange.OfRunner change, Runner runner, Optional<GitLabAccess> access, Fence fence) {
        switch (change) {
            case RunnerChange.Drain begin -> access.ifPresent(way -> drain.begin(runner, begin.reason(), way, fence));
            case RunnerChange.ContinueDrain _ -> access.ifPresent(way -> drain.step(runner, way, fence));
            case RunnerChange.Terminate end -> moves.move(runner, RunnerState.TERMINATING, end.reason(), fence);
            case RunnerChange.Fail fail -> {
                var failed = moves.move(runner, RunnerState.FAILED, fail.reason(), fence);
                moves.move(failed, RunnerState.TERMINATING, fail.reason(), fence);
            }
            case RunnerChange.Wake _, RunnerChange.ContinueWake _, RunnerChange.Demote _, RunnerChange.Withdraw _ ->
                throw new InternalException("not decided yet: " + change);
        }
    }
}
