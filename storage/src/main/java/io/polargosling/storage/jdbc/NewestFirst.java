package io.polargosling.storage.jdbc;

import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A list that is read page by page from its newest row on.
 *
 * @param timeColumn orders the rows, and {@code id} those of one instant
 */
record NewestFirst<T>(String timeColumn, Session.Mapping<T> mapping, Function<T, Cursor.TimeAndId> place) {

    /** The page of what {@code rows} selects, which may have conditions and an index. */
    Page<T> page(Session db, Select rows, PageRequest request) {
        int limit = Cursor.limit(request);
        Cursor.timeAndId(request).ifPresent(last -> rows.beneath(timeColumn, last.time(), "id", last.id()));
        var found = db.list(rows.falling(timeColumn, "id").limit(limit + 1), mapping);
        return cut(found, limit, row -> place.apply(row).text());
    }

    /** The page of {@code rows}, which hold one more than the page when there is a next one. */
    static <T> Page<T> cut(List<T> rows, int limit, Function<T, String> cursor) {
        if (rows.size() <= limit) {
            return new Page<>(rows, Optional.empty());
        }
        var items = rows.subList(0, limit);
        return new Page<>(items, Optional.of(cursor.apply(items.getLast())));
    }
}
