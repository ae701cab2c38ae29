package io.polargosling.storage.jdbc;

import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A list that is read page by page from its newest row on.
 *
 * @param timeColumn orders the rows, and {@code id} those of one instant
 */
record NewestFirst<T>(String table, String timeColumn, RowMapper<T> mapper, Function<T, Cursor.TimeAndId> place) {

    /** A condition: a column has a value. */
    record Equal(String column, String value) {}

    Page<T> page(JdbcClient db, List<Equal> conditions, PageRequest request) {
        int limit = Cursor.limit(request);
        var sql = new StringBuilder("SELECT * FROM " + table + " WHERE TRUE");
        var parameters = new ArrayList<Object>();
        for (var condition : conditions) {
            sql.append(" AND ").append(condition.column()).append(" = ?");
            parameters.add(condition.value());
        }
        Cursor.timeAndId(request).ifPresent(last -> {
            var at = Row.time(last.time());
            sql.append(" AND %1$s <= ? AND (%1$s < ? OR id < ?)".formatted(timeColumn));
            parameters.addAll(List.of(at, at, last.id()));
        });
        sql.append(" ORDER BY ").append(timeColumn).append(" DESC, id DESC LIMIT ?");
        parameters.add(limit + 1);
        var rows = db.sql(sql.toString()).params(parameters).query(mapper).list();
        return cut(rows, limit, row -> place.apply(row).text());
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
