package io.polargosling.storage.jdbc;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One row to be written. Names of tables and columns are constants of the callers; values are always parameters. */
final class Row {

    private final String table;
    private final Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    private Row(String table) {
        this.table = table;
    }

    static Row of(String table) {
        return new Row(table);
    }

    Row key(String column, Object value) {
        keys.put(column, sql(value));
        return this;
    }

    Row set(String column, @Nullable Object value) {
        values.put(column, sql(value));
        return this;
    }

    void insert(JdbcClient db) {
        var columns = new ArrayList<>(keys.keySet());
        columns.addAll(values.keySet());
        String marks = String.join(", ", Collections.nCopies(columns.size(), "?"));
        var statement =
                "INSERT INTO " + table + " (" + String.join(", ", columns) + ", row_version) VALUES (" + marks + ", 1)";
        var parameters = new ArrayList<@Nullable Object>(keys.values());
        parameters.addAll(values.values());
        int _ = db.sql(statement).params(parameters).update();
    }

    /** Changes the row whatever its version; false when there is none. */
    boolean update(JdbcClient db) {
        return update(db, "", List.of());
    }

    /** Changes the row if it is still at {@code version}. */
    boolean updateAt(JdbcClient db, long version) {
        return update(db, " AND row_version = ?", List.of(version));
    }

    /** Writes the row, new or changed. */
    void save(JdbcClient db) {
        if (!update(db)) {
            insert(db);
        }
    }

    private boolean update(JdbcClient db, String condition, List<Long> more) {
        var statement = "UPDATE " + table + " SET " + assignments(values, ", ")
                + ", row_version = row_version + 1 WHERE " + assignments(keys, " AND ") + condition;
        var parameters = new ArrayList<@Nullable Object>(values.values());
        parameters.addAll(keys.values());
        parameters.addAll(more);
        return db.sql(statement).params(parameters).update() == 1;
    }

    private static String assignments(Map<String, @Nullable Object> columns, String separator) {
        return columns.keySet().stream().map(column -> column + " = ?").collect(Collectors.joining(separator));
    }

    /** The form in which the driver takes {@code value}. */
    static @Nullable Object sql(@Nullable Object value) {
        return switch (value) {
            case Optional<?> optional -> sql(optional.orElse(null));
            case OptionalLong number -> number.isPresent() ? number.getAsLong() : null;
            case Instant instant -> time(instant);
            case UUID id -> id.toString();
            case null -> null;
            case Object other -> other;
        };
    }

    /** The form in which the driver takes {@code instant}. */
    static OffsetDateTime time(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
