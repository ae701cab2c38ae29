package io.polargosling.storage.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.springframework.dao.DataRetrievalFailureException;

/** The cells of a row that is read, in the domain's types. */
record Cells(ResultSet row, Dialect dialect, UnaryOperator<String> names) {

    Cells(ResultSet row, Dialect dialect) {
        this(row, dialect, column -> column);
    }

    /** The same cells under other names: {@code names} makes a column's name of the one asked for. */
    Cells renamed(UnaryOperator<String> names) {
        return new Cells(row, dialect, names);
    }

    Optional<String> optionalText(String column) throws SQLException {
        return Optional.ofNullable(row.getString(names.apply(column)));
    }

    String text(String column) throws SQLException {
        return optionalText(column).orElseThrow(() -> missing(column));
    }

    UUID id(String column) throws SQLException {
        return UUID.fromString(text(column));
    }

    long number(String column) throws SQLException {
        return row.getLong(names.apply(column));
    }

    OptionalLong optionalNumber(String column) throws SQLException {
        long number = row.getLong(names.apply(column));
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    }

    int count(String column) throws SQLException {
        return row.getInt(names.apply(column));
    }

    double real(String column) throws SQLException {
        return row.getDouble(names.apply(column));
    }

    boolean flag(String column) throws SQLException {
        return row.getBoolean(names.apply(column));
    }

    Optional<Instant> optionalTime(String column) throws SQLException {
        return dialect.time(row, names.apply(column));
    }

    Instant time(String column) throws SQLException {
        return optionalTime(column).orElseThrow(() -> missing(column));
    }

    private static DataRetrievalFailureException missing(String column) {
        return new DataRetrievalFailureException("column " + column + " is empty");
    }
}
