package io.polargosling.api.webhook;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is taken from a webhook's body; nothing of it is to be believed before a secret has matched.
 *
 * @param kind {@code object_kind}, {@code other} for kinds nobody here knows
 * @param projectId empty for events of groups
 * @param webUrl of the project
 * @param action of a merge request
 * @param newCode whether an update of a merge request brought code
 * @param complete false when the body breaks off or goes wrong after the ids
 */
record HookPayload(
        String kind,
        OptionalLong projectId,
        Optional<String> webUrl,
        Push push,
        Optional<String> action,
        boolean newCode,
        boolean complete) {

    /** @param after all zeros where a branch or tag was deleted */
    record Push(Optional<String> ref, Optional<String> after) {

        boolean isDeletion() {
            return after.filter(commit -> commit.chars().allMatch(c -> c == '0'))
                    .isPresent();
        }
    }
}
