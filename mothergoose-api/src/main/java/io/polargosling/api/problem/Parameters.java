package io.polargosling.api.problem;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.store.PageRequest;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Path and query parameters, checked before anything is done with them. */
public final class Parameters {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;
    private static final int MAX_CURSOR = 512;

    private Parameters() {}

    /** The egg named in a path; 404 when it cannot be a name. */
    public static EggName egg(String text) {
        if (!EggName.isValid(text)) {
            throw ProblemException.notFound("no egg can have this name");
        }
        return EggName.of(text);
    }

    /** The runner named in a path; 404 when it cannot be an id. */
    public static RunnerId runner(String text) {
        if (!RunnerId.isValid(text)) {
            throw ProblemException.notFound("no runner can have this id");
        }
        return RunnerId.of(text);
    }

    /** The UUID in a path; 404 when it is none. */
    public static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("nothing can have this id");
        }
    }

    /** Which part of a list is asked for; 422 when that makes no sense. */
    public static PageRequest page(@Nullable String limit, @Nullable String cursor) {
        if (cursor != null && (cursor.isEmpty() || cursor.length() > MAX_CURSOR)) {
            throw ProblemException.invalid("?cursor", "cursor", "cursor: send what the page before gave");
        }
        return new PageRequest(limit == null ? DEFAULT_LIMIT : limitOf(limit), Optional.ofNullable(cursor));
    }

    private static int limitOf(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Answered below, as a number out of range is.
        }
        throw ProblemException.invalid("?limit", "range", "limit: expected 1 to " + MAX_LIMIT);
    }
}
