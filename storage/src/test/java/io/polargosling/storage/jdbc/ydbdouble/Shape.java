package io.polargosling.storage.jdbc.ydbdouble;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.ydb.proto.StatusCodesProtos.StatusIds.StatusCode;

/**
 * How a table is made.
 *
 * @param columns in the order of their declaration
 * @param ttl the column whose time ends a row
 */
record Shape(
        String name, Map<String, Column> columns, List<String> key, Map<String, Index> indexes, Optional<String> ttl) {

    /** A column; without NOT NULL it may be empty. */
    record Column(String name, ColumnType type, boolean notNull) {}

    /** A global index, which is a table of its own whose key ends with the key of its table. */
    record Index(String name, List<String> columns) {}

    Shape {
        columns = new LinkedHashMap<>(columns);
        key = List.copyOf(key);
        indexes = new LinkedHashMap<>(indexes);
    }

    Column column(String column) {
        var found = columns.get(column);
        if (found == null) {
            throw YdbError.refused("table " + name + " has no column " + column);
        }
        return found;
    }

    /** The columns that order the rows when they are read through {@code view} or by the primary key. */
    List<String> accessKey(Optional<String> view) {
        if (view.isEmpty()) {
            return key;
        }
        var index = indexes.get(view.get());
        if (index == null) {
            throw YdbError.of(StatusCode.SCHEME_ERROR, "table " + name + " has no index " + view.get());
        }
        var columns = new ArrayList<>(index.columns());
        key.stream().filter(column -> !columns.contains(column)).forEach(columns::add);
        return columns;
    }

    Shape with(List<Column> added) {
        var all = new LinkedHashMap<>(columns);
        added.forEach(column -> all.put(column.name(), column));
        return new Shape(name, all, key, indexes, ttl);
    }

    Shape with(Index added) {
        var all = new LinkedHashMap<>(indexes);
        all.put(added.name(), added);
        return new Shape(name, columns, key, all, ttl);
    }

    /** Refuses what YDB would not make a table of. */
    void check() {
        if (key.isEmpty()) {
            throw YdbError.refused("table " + name + " has no primary key");
        }
        key.forEach(this::checkKey);
        indexes.values().forEach(index -> index.columns().forEach(this::checkKey));
        ttl.map(this::column)
                .filter(column -> column.type() != ColumnType.TIMESTAMP && column.type() != ColumnType.DATETIME)
                .ifPresent(column -> {
                    throw YdbError.refused("table " + name + ": TTL on " + column.name() + ", which is no time");
                });
    }

    private void checkKey(String column) {
        if (!column(column).type().isKey()) {
            throw YdbError.refused("table " + name + ": " + column + " cannot be part of a key");
        }
    }
}
