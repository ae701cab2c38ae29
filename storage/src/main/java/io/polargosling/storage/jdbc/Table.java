package io.polargosling.storage.jdbc;

import java.sql.JDBCType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A table as the statements name it; every table has {@code row_version} besides.
 *
 * @param key the columns of its primary key
 * @param columns all columns in order, with their types
 */
record Table(String name, List<String> key, Map<String, Type> columns) {

    /** Counts the writes of a row, from 1. */
    static final String VERSION = "row_version";

    /** What a column holds. */
    enum Type {
        TEXT(JDBCType.VARCHAR),
        /** 64 bits. */
        NUMBER(JDBCType.BIGINT),
        /** 32 bits. */
        COUNT(JDBCType.INTEGER),
        REAL(JDBCType.DOUBLE),
        FLAG(JDBCType.BOOLEAN),
        /** An instant to the microsecond. */
        TIME(JDBCType.TIMESTAMP_WITH_TIMEZONE),
        BYTES(JDBCType.VARBINARY);

        private final JDBCType jdbc;

        Type(JDBCType jdbc) {
            this.jdbc = jdbc;
        }

        /** The type in a name, in small letters. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The type of {@link java.sql.Types} that a missing value is announced with. */
        int jdbc() {
            return jdbc.getVendorTypeNumber();
        }
    }

    Table {
        key = List.copyOf(key);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    static Table of(String name) {
        return new Table(name, List.of(), Map.of(VERSION, Type.NUMBER));
    }

    /** With these columns as the next ones of the primary key. */
    Table key(Type type, String... names) {
        var longer = Stream.concat(key.stream(), Stream.of(names)).toList();
        return new Table(name, longer, with(type, names).columns);
    }

    /** With these columns too. */
    Table with(Type type, String... names) {
        var more = new LinkedHashMap<>(columns);
        for (var column : names) {
            more.put(column, type);
        }
        return new Table(name, key, more);
    }

    /** The type of {@code column}; asking for one that was never declared is a mistake of the program. */
    Type type(String column) {
        var type = columns.get(column);
        if (type == null) {
            throw new IllegalArgumentException("table " + name + " has no column " + column);
        }
        return type;
    }

    /** A row to be written or deleted. */
    Row row() {
        return new Row(this);
    }

    /** Its rows, read. */
    Select select() {
        return new Select(this);
    }
}
