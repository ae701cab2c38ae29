package io.polargosling.api.plan;

import io.polargosling.api.problem.ProblemException;
import io.polargosling.domain.plan.RollbackTargets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a rollback.
 *
 * @param to a plan, a revision or a commit; null for the newest applied plan of an earlier revision
 */
record RollbackBody(@Nullable String to, @Nullable Boolean dryRun) {

    static RollbackBody none() {
        return new RollbackBody(null, null);
    }

    /** The target; 422 when it can be none. */
    Optional<String> target() {
        if (to != null && !RollbackTargets.isValid(to)) {
            throw ProblemException.invalid(
                    "/to", "target", "to: expected a plan's id, a revision's number or 40 hexadecimal digits");
        }
        return Optional.ofNullable(to);
    }
}
