package io.polargosling.storage.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.dao.DataRetrievalFailureException;

/** The cells of a row that is read, in the domain's types. */
record Cells(ResultSet row, Dialect dialect) {

    Optional<String> optionalText(String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    String text(String column) throws SQLException {
        return optionalText(column).orElseThrow(() -> missing(column));
    }

    UUID id(String column) throws SQLException {
        return UUID.fromString(text(column));
    }

    long number(String column) throws SQLException {
        return row.getLong(column);
    }

    OptionalLong optionalNumber(String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    }

    int count(String column) throws SQLException {
        return row.getInt(column);
    }

    boolean flag(String column) throws SQLException {
        return row.getBoolean(column);
    }

    Optional<Instant> optionalTime(String column) throws SQLException {
        return dialect.time(row, column);
    }

    Instant time(String column) throws SQLException {
        return optionalTime(column).orElseThrow(() -> missing(column));
    }

    private static DataRetrievalFailureException missing(String column) {
        return new DataRetrievalFailureException("column " + column + " is empty");
    }
}
