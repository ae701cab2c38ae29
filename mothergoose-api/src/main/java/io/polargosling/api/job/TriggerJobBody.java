package io.polargosling.api.job;

import io.polargosling.api.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** What is said on starting a job out of turn. */
record TriggerJobBody(@Nullable String reason) {

    private static final int LONGEST = 500;

    /** Checks it: 422 when the reason is too long. */
    void check() {
        if (reason != null && reason.length() > LONGEST) {
            throw ProblemException.invalid("/reason", "length", "reason: expected at most " + LONGEST + " characters");
        }
    }
}
