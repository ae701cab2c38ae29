package io.polargosling.storage.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.transaction.TransactionDefinition;

/**
 * YDB. No transaction waits for another there: one whose reads were changed by another is refused when it commits, and
 * begun again. The driver reports every write as one updated row, whatever it changed.
 */
final class YdbDialect extends Dialect {

    /** A row ends at 8 MB, and the server's answer to a longer one is like its answer to a taken key. */
    private static final int LONGEST_TEXT = 8_000_000;

    private static final int ABORTED = 400_040;
    private static final int PRECONDITION_FAILED = 400_120;

    /** Nothing of the transaction was kept, and the same may succeed in a moment or in another session. */
    private static final Set<Integer> PASSING = Set.of(
            ABORTED, 400_050, // unavailable
            400_060, // overloaded
            400_100, // bad session
            400_150, // session expired
            400_190, // session busy
            401_020); // too many requests of ours

    private static final Set<Integer> OUR_MISTAKE = Set.of(
            400_010, // bad request
            400_070, // scheme error
            400_080, // generic error, which is what a statement that cannot be compiled gets
            400_180); // unsupported

    @Override
    String migrations() {
        return "classpath:db/migration/ydb";
    }

    @Override
    DataSource connections(DataSource driver) {
        // This driver commits when it is closed.
        return new RollbackOnClose(driver);
    }

    @Override
    void beforeMigration(DataSource pool) throws SQLException {
        YdbMigrationLock.clear(pool);
    }

    @Override
    String column(String name) {
        return "`" + name + "`";
    }

    @Override
    String indexed(String table, String index) {
        return table + " VIEW " + index;
    }

    @Override
    String lock() {
        return "";
    }

    @Override
    boolean unites() {
        // A sort with a limit inside a union is no longer read in the order of its index.
        return false;
    }

    @Override
    int snapshot() {
        // The only level; on a connection that only reads, the driver makes a snapshot of it.
        return TransactionDefinition.ISOLATION_SERIALIZABLE;
    }

    @Override
    Object parameter(Table.Type type, @Nullable Object value) {
        return switch (value) {
            case null -> new SqlParameterValue(type == Table.Type.TIME ? Types.TIMESTAMP : type.jdbc(), null);
            case String text
            when text.length() > LONGEST_TEXT ->
                throw new DataIntegrityViolationException("a text of " + text.length() + " characters");
            case Instant instant -> instant.truncatedTo(ChronoUnit.MICROS);
            case Object other -> other;
        };
    }

    @Override
    Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, Instant.class));
    }

    @Override
    Failure failure(RuntimeException e) {
        return cause(e).map(SQLException::getErrorCode).map(YdbDialect::failure).orElseGet(() -> Failure.of(e));
    }

    /** What a status means; a commit whose end is not known is not repeated, since it may have been made. */
    private static @Nullable Failure failure(int status) {
        if (PASSING.contains(status)) {
            return Failure.IN_THE_WAY;
        }
        if (OUR_MISTAKE.contains(status)) {
            return Failure.STATEMENT;
        }
        return status == PRECONDITION_FAILED ? Failure.DUPLICATE : null;
    }

    private static Optional<SQLException> cause(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
