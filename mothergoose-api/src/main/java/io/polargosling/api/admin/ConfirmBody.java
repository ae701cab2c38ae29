package io.polargosling.api.admin;

import io.polargosling.api.problem.ProblemException;
import io.polargosling.domain.runner.RunnerId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which orphans may be deleted, however many they are. */
record ConfirmBody(@Nullable List<@Nullable String> ids) {

    private static final int MAX_IDS = 500;

    /** The ids; 422 when there are none, too many, or such as cannot be. */
    List<RunnerId> wantedIds() {
        if (ids == null
                || ids.isEmpty()
                || ids.size() > MAX_IDS
                || ids.stream().anyMatch(id -> id == null || !RunnerId.isValid(id))) {
            throw refused("expected 1 to " + MAX_IDS + " runner ids, 12 characters of a-z and 0-9 each");
        }
        return ids.stream()
                .filter(Objects::nonNull)
                .map(RunnerId::of)
                .distinct()
                .toList();
    }

    static ProblemException refused(String why) {
        return ProblemException.invalid("/ids", "ids", "ids: " + why);
    }
}
