package io.polargosling.storage.jdbc;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.transaction.TransactionDefinition;

/** What differs between databases; what is written here is what most of them share. */
abstract class Dialect {

    /** Names of columns that are words of the language somewhere; the scripts quote them too. */
    private static final Set<String> RESERVED = Set.of("key", "timestamp");

    /**
     * The dialect of {@code jdbcUrl}.
     *
     * @throws InvalidException when no dialect knows the URL; the message shows only its scheme
     */
    static Dialect of(String jdbcUrl) {
        if (jdbcUrl.startsWith("jdbc:h2:")) {
            return new H2Dialect();
        }
        if (jdbcUrl.startsWith("jdbc:postgresql:")) {
            return new PostgresDialect();
        }
        throw new InvalidException("opening the database: " + scheme(jdbcUrl)
                + " is not supported (expected: jdbc:h2:… or jdbc:postgresql:…)");
    }

    /** Where the scripts that make the tables are. */
    abstract String migrations();

    /** The URL with the options that the promises of the stores need. */
    String harden(String jdbcUrl) {
        return jdbcUrl;
    }

    /** What the driver is told besides; the URL has the last word. */
    Map<String, String> properties() {
        return Map.of();
    }

    /**
     * Readies the database behind {@code jdbcUrl} for its first connection; runs before it.
     *
     * @throws UnavailableException when another process has the database
     */
    void prepare(String jdbcUrl) {}

    /** The column's name in a statement. */
    String column(String name) {
        return RESERVED.contains(name) ? "\"" + name + "\"" : name;
    }

    /** A table in a statement that is to be read by {@code index}. */
    String indexed(String table, String index) {
        return table;
    }

    /** Whether rows of several tables are read by one statement, or by one for each table. */
    boolean unites() {
        return true;
    }

    /** A column without a value in a statement, of a type that must be told. */
    String missing(Table.Type type) {
        return "CAST(NULL AS "
                + switch (type) {
                    case TEXT -> "VARCHAR";
                    case NUMBER -> "BIGINT";
                    case COUNT -> "INTEGER";
                    case REAL -> "DOUBLE PRECISION";
                    case FLAG -> "BOOLEAN";
                    case TIME -> "TIMESTAMP WITH TIME ZONE";
                    case BYTES -> "BYTEA";
                }
                + ")";
    }

    /** What a SELECT ends with that keeps others from its rows until the transaction ends. */
    String lock() {
        return " FOR UPDATE";
    }

    /** The isolation in which several reads see one state of the database. */
    int snapshot() {
        return TransactionDefinition.ISOLATION_REPEATABLE_READ;
    }

    /** The form in which the driver takes a value of {@code type}. */
    Object parameter(Table.Type type, @Nullable Object value) {
        return switch (value) {
            case null -> new SqlParameterValue(type.jdbc(), null);
            case Instant instant -> time(instant);
            case Object other -> other;
        };
    }

    /** The form in which the driver takes a number of rows. */
    Object limit(int rows) {
        return rows;
    }

    /** The instant in {@code column} of the row. */
    Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    /** What {@code e}, thrown by a statement or by a commit, means. */
    Failure failure(RuntimeException e) {
        return Failure.of(e);
    }

    /** Cut to what every database keeps; left to themselves some would round it up. */
    private static OffsetDateTime time(Instant instant) {
        return OffsetDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    private static String scheme(String url) {
        int second = url.indexOf(':', url.indexOf(':') + 1);
        return second < 0 ? "this URL" : url.substring(0, second + 1);
    }
}
