package io.polargosling.api.plan;

import io.polargosling.api.problem.ProblemException;
import io.polargosling.domain.command.DeployRequest;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.problem.InvalidException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is asked of a deployment; what is left out is not asked for. */
record DeployBody(
        @Nullable String commit,
        @Nullable Boolean dryRun,
        @Nullable Boolean replaceIdle,
        @Nullable Boolean prewarm,
        @Nullable Boolean unpin) {

    static DeployBody none() {
        return new DeployBody(null, null, null, null, null);
    }

    /** The request; 422 when the commit is none. */
    DeployRequest toRequest() {
        return new DeployRequest(
                Optional.ofNullable(commit).map(DeployBody::commitOf),
                Boolean.TRUE.equals(dryRun),
                Boolean.TRUE.equals(replaceIdle),
                Boolean.TRUE.equals(prewarm),
                Boolean.TRUE.equals(unpin));
    }

    private static CommitId commitOf(String text) {
        try {
            return CommitId.of(text);
        } catch (InvalidException e) {
            throw ProblemException.invalid("/commit", "commit", "commit: expected 40 hexadecimal digits, lower case");
        }
    }
}
