package io.polargosling.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.store.Storage;
import io.polargosling.storage.jdbc.ydbdouble.YdbDouble;
import io.polargosling.testkit.gen.Samples;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tech.ydb.proto.StatusCodesProtos.StatusIds.StatusCode;

/** What YDB asks for beyond what every database does: see {@link YdbDoubleContractTest} for the rest. */
class YdbTest {

    private final YdbDouble ydb = YdbDouble.create();
    private final Storage storage = JdbcStorage.open(ydb.url());

    @BeforeEach
    void makeTables() {
        storage.check();
    }

    @AfterEach
    void close() {
        storage.close();
        ydb.close();
    }

    private static Operation operation() {
        return Operation.queued(UUID.randomUUID(), "sync", "test", Samples.NOW);
    }

    private void execute(String statement) throws SQLException {
        try (var connection = DriverManager.getConnection(ydb.url());
                var made = connection.createStatement()) {
            boolean _ = made.execute(statement);
        }
    }

    @Test
    void save_passingFailures_isRepeatedUntilItIsKept() {
        for (var status : List.of(
                StatusCode.ABORTED,
                StatusCode.OVERLOADED,
                StatusCode.UNAVAILABLE,
                StatusCode.BAD_SESSION,
                StatusCode.SESSION_BUSY,
                StatusCode.SESSION_EXPIRED)) {
            ydb.failCommits(status, 2);
            ydb.failStatements("INSERT INTO operations", status, 2);
            var operation = operation();

            storage.operations().save(operation);

            assertThat(storage.operations().find(operation.id()))
                    .as("after %s", status)
                    .contains(operation);
        }
    }

    @Test
    void save_abortedForEver_isUnavailableAfterSixAttempts() {
        ydb.failCommits(StatusCode.ABORTED, 6);
        var operation = operation();

        assertThatThrownBy(() -> storage.operations().save(operation))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("6 times");
        assertThat(storage.operations().find(operation.id())).isEmpty();
    }

    @Test
    void save_endNotKnown_isUnavailableAtOnce() {
        ydb.failCommits(StatusCode.UNDETERMINED, 1);

        assertThatThrownBy(() -> storage.operations().save(operation())).isInstanceOf(UnavailableException.class);
        storage.operations().save(operation());
    }

    @Test
    void save_statementRefused_isOurMistake() {
        ydb.failStatements("operations", StatusCode.GENERIC_ERROR, 1);

        assertThatThrownBy(() -> storage.operations().save(operation())).isInstanceOf(InternalException.class);
    }

    @Test
    void save_textLongerThanARow_isInvalidAndNeverSent() {
        var operation = operation().ended(Operation.Status.FAILED, Optional.of("x".repeat(8_000_001)), Samples.NOW);

        assertThatThrownBy(() -> storage.operations().save(operation)).isInstanceOf(InvalidException.class);
    }

    @Test
    void close_transactionUnderWay_isGivenUpThoughTheDriverWouldCommit() throws SQLException {
        var driver = new DriverManagerDataSource(ydb.url());
        for (boolean guarded : List.of(false, true)) {
            var key = "guarded-" + guarded;
            var connection = (guarded ? new RollbackOnClose(driver) : driver).getConnection();
            connection.setAutoCommit(false);
            try (var statement = connection.prepareStatement(
                    "UPSERT INTO leases (`key`, token, renewals, row_version) VALUES (?, ?, ?, ?)")) {
                statement.setString(1, key);
                statement.setLong(2, 1);
                statement.setLong(3, 0);
                statement.setLong(4, 1);
                int _ = statement.executeUpdate();
            }
            connection.close();
            assertThat(storage.leases().find(key).isPresent()).isNotEqualTo(guarded);
        }
    }

    @Test
    void check_lockOfADeadProcess_isRemovedOnceItIsOld() throws SQLException {
        execute("INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success, installed_on) VALUES (-100, 'x', 'flyway-lock', '', '', 0,"
                + " '', 0, TRUE, CurrentUtcDatetime() - Interval(\"PT6M\"))");

        try (var second = JdbcStorage.open(ydb.url())) {
            second.check();
            second.operations().save(operation());
        }
    }

    @Test
    void check_scriptCutShort_isFinishedByTheNextStart() throws SQLException {
        execute("UPDATE flyway_schema_history SET success = FALSE WHERE installed_rank = 1");
        execute("DELETE FROM flyway_schema_history WHERE installed_rank > 1");
        // One that the first script makes, and those that later ones change.
        for (var table : List.of(
                "operations",
                "egg_configs",
                "egg_targets",
                "sync_history",
                "runners",
                "deployment_plans",
                "tofu_runs")) {
            execute("DROP TABLE " + table);
        }

        try (var second = JdbcStorage.open(ydb.url())) {
            second.operations().save(operation());
        }
    }

    @Test
    void check_serverRefusesWhileOpening_isUnavailableAndOpensLater() {
        ydb.failStatements("installed_rank", StatusCode.OVERLOADED, 1);
        try (var second = JdbcStorage.open(ydb.url())) {
            assertThatThrownBy(second::check).isInstanceOf(UnavailableException.class);
            second.check();
        }
    }

    @Test
    void check_twoProcessesAtOnce_makeTheTablesOnce() throws Exception {
        try (var empty = new Doubled()) {
            var first = Thread.ofVirtual().start(empty.one()::check);
            empty.other().check();
            first.join();
            var operation = operation();
            empty.one().operations().save(operation);
            assertThat(empty.other().operations().find(operation.id())).isEqualTo(Optional.of(operation));
        }
    }

    /** Two storages on one new database. */
    private record Doubled(YdbDouble database, Storage one, Storage other) implements AutoCloseable {

        Doubled() {
            this(YdbDouble.create());
        }

        private Doubled(YdbDouble database) {
            this(database, JdbcStorage.open(database.url()), JdbcStorage.open(database.url()));
        }

        @Override
        public void close() {
            one.close();
            other.close();
            database.close();
        }
    }
}
