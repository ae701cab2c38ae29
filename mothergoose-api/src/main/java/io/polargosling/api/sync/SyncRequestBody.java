package io.polargosling.api.sync;

import io.polargosling.api.problem.ProblemException;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.sync.SyncRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is asked of a sync; what is left out is as usual. */
record SyncRequestBody(
        @Nullable String commit,
        @Nullable Boolean force,
        @Nullable Boolean allowMassRemoval) {

    /** The request; 422 when the commit is none. */
    SyncRequest toRequest() {
        try {
            return new SyncRequest(
                    Optional.ofNullable(commit).map(CommitId::of),
                    Boolean.TRUE.equals(force),
                    Boolean.TRUE.equals(allowMassRemoval));
        } catch (InvalidException e) {
            throw ProblemException.invalid("/commit", "commit", "commit: expected 40 hexadecimal digits, lower case");
        }
    }
}
