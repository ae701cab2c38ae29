package io.polargosling.domain.store;

import java.util.Optional;

/**
 * Which part of a list is asked for.
 *
 * @param limit 1 to 500
 * @param cursor what the page before gave; empty for the first
 */
public record PageRequest(int limit, Optional<String> cursor) {

    /** The first page of {@code limit} entries. */
    public static PageRequest first(int limit) {
        return new PageRequest(limit, Optional.empty());
    }
}
