package io.polargosling.storage.jdbc;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One row to be written. Names of tables and columns are constants of the callers; values are always parameters. */
final class Row {

    private static final String NEXT_VERSION = "%1$s = %1$s + 1".formatted(Table.VERSION);

    private final Table table;
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    Row(Table table) {
        this.table = table;
    }

    /** Gives a column its value; an empty {@code Optional} is no value. */
    Row set(String column, @Nullable Object value) {
        table.type(column);
        values.put(column, plain(value));
        return this;
    }

    Statement insert(Dialect dialect) {
        return insert(dialect, List.of(this));
    }

    /** One statement for several rows of one table, which all have values for the same columns. */
    static Statement insert(Dialect dialect, List<Row> rows) {
        var first = rows.getFirst();
        var names = List.copyOf(first.values.keySet());
        var columns = names.stream().map(dialect::column).collect(joining(", "));
        var places = "(" + "?, ".repeat(names.size()) + "1)";
        var text = "INSERT INTO " + first.table.name() + " (" + columns + ", " + Table.VERSION + ") VALUES " + places
                + (", " + places).repeat(rows.size() - 1);
        return new Statement(
                text,
                rows.stream()
                        .flatMap(row -> row.parameters(dialect, names).stream())
                        .toList());
    }

    /** Changes the columns that have a value here; the version grows by one. */
    Statement update(Dialect dialect) {
        var changed = values.keySet().stream()
                .filter(column -> !table.key().contains(column))
                .toList();
        var assignments = Stream.concat(
                        changed.stream().map(column -> dialect.column(column) + " = ?"), Stream.of(NEXT_VERSION))
                .collect(joining(", "));
        var columns = new ArrayList<>(changed);
        columns.addAll(table.key());
        var text = "UPDATE " + table.name() + " SET " + assignments + " WHERE " + byKey(dialect);
        return new Statement(text, parameters(dialect, columns));
    }

    Statement delete(Dialect dialect) {
        var text = "DELETE FROM " + table.name() + " WHERE " + byKey(dialect);
        return new Statement(text, parameters(dialect, table.key()));
    }

    /** The stored version of this row, read under a lock. */
    Select locked() {
        var select = table.select().only(Table.VERSION).lock();
        table.key().forEach(column -> select.where(column, value(column)));
        return select;
    }

    private String byKey(Dialect dialect) {
        return table.key().stream()
                .map(column -> dialect.column(column) + " = ?")
                .collect(joining(" AND "));
    }

    private List<Object> parameters(Dialect dialect, List<String> columns) {
        return columns.stream()
                .map(column -> dialect.parameter(table.type(column), values.get(column)))
                .toList();
    }

    private Object value(String column) {
        var value = values.get(column);
        if (value == null) {
            throw new IllegalArgumentException(
                    "a row of table " + table.name() + " has no value for its key " + column);
        }
        return value;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Optional<?> optional -> plain(optional.orElse(null));
            case OptionalLong number -> number.isPresent() ? number.getAsLong() : null;
            case UUID id -> id.toString();
            case null -> null;
            case Object other -> other;
        };
    }
}
