package io.polargosling.storage.jdbc.ydbdouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.ydb.proto.StatusCodesProtos.StatusIds.StatusCode;

/** The double as the real driver sees it. */
class YdbDoubleTest {

    private static final String ROW = "SELECT `key`, owner, token, at, free FROM leases WHERE `key` = ?";
    private static final String PUT = "UPSERT INTO leases (`key`, owner, token, at, free) VALUES (?, ?, ?, ?, ?)";
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");

    private final YdbDouble ydb = YdbDouble.create();

    @BeforeEach
    void createTable() throws SQLException {
        execute(
                "CREATE TABLE IF NOT EXISTS leases (`key` Text NOT NULL, owner Text, token Int64 NOT NULL, at Timestamp,"
                        + " free Bool, PRIMARY KEY (`key`), INDEX leases_at GLOBAL SYNC ON (at, `key`))"
                        + " WITH (TTL = Interval(\"PT1H\") ON at)");
    }

    @AfterEach
    void close() {
        ydb.close();
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection(ydb.url());
    }

    private Connection transaction() throws SQLException {
        var connection = open();
        connection.setAutoCommit(false);
        return connection;
    }

    private int execute(String statement, Object... parameters) throws SQLException {
        try (var connection = open()) {
            return execute(connection, statement, parameters);
        }
    }

    private static int execute(Connection connection, String statement, Object... parameters) throws SQLException {
        try (var prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < parameters.length; i++) {
                prepared.setObject(i + 1, parameters[i]);
            }
            boolean _ = prepared.execute();
            return prepared.getUpdateCount();
        }
    }

    private static List<List<Object>> query(Connection connection, String statement, Object... parameters)
            throws SQLException {
        try (var prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < parameters.length; i++) {
                prepared.setObject(i + 1, parameters[i]);
            }
            var rows = new ArrayList<List<Object>>();
            try (var result = prepared.executeQuery()) {
                while (result.next()) {
                    var row = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.add(String.valueOf(result.getObject(i)));
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }

    private List<List<Object>> query(String statement, Object... parameters) throws SQLException {
        try (var connection = open()) {
            return query(connection, statement, parameters);
        }
    }

    private void put(String key, long token) throws SQLException {
        try (var connection = open()) {
            put(connection, key, token);
        }
    }

    private static void put(Connection connection, String key, long token) throws SQLException {
        int _ = execute(connection, PUT, key, "me", token, AT, true);
    }

    @Test
    void upsert_allTypesAndNull_areReadBack() throws SQLException {
        try (var connection = open();
                var statement = connection.prepareStatement(PUT)) {
            statement.setString(1, "гусь");
            statement.setNull(2, Types.NULL);
            statement.setLong(3, 7);
            statement.setObject(4, AT);
            assertThatThrownBy(() -> statement.setObject(5, null)).isInstanceOf(SQLException.class);
            statement.setNull(5, Types.BOOLEAN);
            assertThat(statement.executeUpdate()).isOne();
        }
        assertThat(query(ROW, "гусь")).containsExactly(List.of("гусь", "null", "7", AT.toString(), "null"));
    }

    @Test
    void update_noSuchRow_countsOneAllTheSame() throws SQLException {
        assertThat(execute("UPDATE leases SET token = token + 1 WHERE `key` = ?", "none"))
                .isOne();
        assertThat(query(ROW, "none")).isEmpty();
    }

    @Test
    void update_existingRow_countsFromWhatIsThere() throws SQLException {
        put("a", 1);
        int _ = execute("UPDATE leases SET token = token + 1, owner = NULL WHERE `key` = ? AND token = ?", "a", 1L);
        assertThat(query("SELECT token, owner FROM leases WHERE `key` = ?", "a"))
                .containsExactly(List.of("2", "null"));
    }

    @Test
    void upsert_someColumns_keepsTheOthers() throws SQLException {
        put("a", 1);
        int _ = execute("UPSERT INTO leases (`key`, token) VALUES (?, ?)", "a", 2L);
        assertThat(query("SELECT token, owner FROM leases WHERE `key` = ?", "a"))
                .containsExactly(List.of("2", "me"));
    }

    @Test
    void insert_keyThatIsThere_failsWithItsOwnCode() throws SQLException {
        put("a", 1);
        assertThatThrownBy(() -> execute("INSERT INTO leases (`key`, token) VALUES (?, ?)", "a", 2L))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(400_120));
    }

    @Test
    void delete_byKey_removesTheRow() throws SQLException {
        put("a", 1);
        assertThat(execute("DELETE FROM leases WHERE `key` = ?", "a")).isOne();
        assertThat(query(ROW, "a")).isEmpty();
    }

    @Test
    void select_indexOrderAndLimit_pagesBackwards() throws SQLException {
        try (var connection = open()) {
            for (int i = 0; i < 5; i++) {
                int _ = execute(connection, PUT, "k" + i, "me", (long) i, AT.plusSeconds(i / 2), true);
            }
            var first = "SELECT `key` FROM leases VIEW leases_at ORDER BY at DESC, `key` DESC LIMIT ?";
            assertThat(query(connection, first, 2)).containsExactly(List.of("k4"), List.of("k3"));
            var next = "SELECT `key` FROM leases VIEW leases_at WHERE at <= ? AND (at < ? OR `key` < ?)"
                    + " ORDER BY at DESC, `key` DESC LIMIT ?";
            assertThat(query(connection, next, AT.plusSeconds(1), AT.plusSeconds(1), "k3", 2))
                    .containsExactly(List.of("k2"), List.of("k1"));
        }
    }

    @Test
    void select_listOfKeys_findsThemAll() throws SQLException {
        try (var connection = open()) {
            put(connection, "a", 1);
            put(connection, "b", 2);
            put(connection, "c", 3);
            assertThat(query(connection, "SELECT `key` FROM leases WHERE `key` IN (?, ?) ORDER BY `key`", "c", "a"))
                    .containsExactly(List.of("a"), List.of("c"));
            assertThat(query(connection, "SELECT COUNT(*) AS n FROM leases WHERE `key` >= ?", "b"))
                    .containsExactly(List.of("2"));
        }
    }

    @Test
    void commit_readRowChangedByAnother_isAborted() throws SQLException {
        put("a", 1);
        try (var slow = transaction()) {
            assertThat(query(slow, ROW, "a")).hasSize(1);
            put("a", 2);
            put(slow, "a", 3);
            assertThatThrownBy(slow::commit)
                    .isInstanceOfSatisfying(
                            SQLRecoverableException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(400_040));
        }
        assertThat(query("SELECT token FROM leases WHERE `key` = ?", "a")).containsExactly(List.of("2"));
    }

    @Test
    void commit_readOfNothingThatAnotherInserted_isAborted() throws SQLException {
        try (var slow = transaction()) {
            assertThat(query(slow, ROW, "a")).isEmpty();
            put("a", 1);
            put(slow, "b", 3);
            assertThatThrownBy(slow::commit).isInstanceOf(SQLRecoverableException.class);
        }
    }

    @Test
    void commit_otherRowsChanged_succeeds() throws SQLException {
        put("a", 1);
        try (var slow = transaction()) {
            assertThat(query(slow, ROW, "a")).hasSize(1);
            put("b", 2);
            put(slow, "a", 3);
            slow.commit();
        }
        assertThat(query("SELECT token FROM leases WHERE `key` = ?", "a")).containsExactly(List.of("3"));
    }

    @Test
    void transaction_otherCommitsMeanwhile_readsAsOfItsBeginAndItsOwnWrites() throws SQLException {
        put("a", 1);
        try (var slow = transaction()) {
            assertThat(query(slow, ROW, "a")).hasSize(1);
            put("a", 2);
            assertThat(query(slow, "SELECT token FROM leases WHERE `key` = ?", "a"))
                    .containsExactly(List.of("1"));
            put(slow, "a", 9);
            assertThat(query(slow, "SELECT token FROM leases WHERE `key` = ?", "a"))
                    .containsExactly(List.of("9"));
            slow.rollback();
        }
        assertThat(query("SELECT token FROM leases WHERE `key` = ?", "a")).containsExactly(List.of("2"));
    }

    @Test
    void rollback_severalWrites_keepsNone() throws SQLException {
        try (var connection = transaction()) {
            put(connection, "a", 1);
            put(connection, "b", 1);
            connection.rollback();
        }
        assertThat(query("SELECT COUNT(*) AS n FROM leases WHERE `key` >= ?", ""))
                .containsExactly(List.of("0"));
    }

    @Test
    void statement_failsInTransaction_endsIt() throws SQLException {
        try (var connection = transaction()) {
            put(connection, "a", 1);
            ydb.failStatements("SELECT", StatusCode.OVERLOADED, 1);
            assertThatThrownBy(() -> query(connection, ROW, "a")).isInstanceOf(SQLRecoverableException.class);
            connection.commit();
        }
        assertThat(query(ROW, "a")).isEmpty();
    }

    @Test
    void commit_orderedFailures_areThrownAsTheDriverDoes() throws SQLException {
        for (var status : List.of(StatusCode.ABORTED, StatusCode.OVERLOADED, StatusCode.UNAVAILABLE)) {
            ydb.failCommits(status, 1);
            assertThatThrownBy(() -> put("a", 1))
                    .isInstanceOfSatisfying(
                            SQLRecoverableException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(status.getNumber()));
        }
        put("a", 1);
        assertThat(query(ROW, "a")).hasSize(1);
    }

    @Test
    void write_readOnlyConnection_isRefused() throws SQLException {
        try (var connection = transaction()) {
            connection.setReadOnly(true);
            assertThatThrownBy(() -> put(connection, "a", 1)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void open_databaseGone_isNoConnection() {
        ydb.close();
        assertThatThrownBy(() -> query(ROW, "a"))
                .isInstanceOfAny(SQLTransientConnectionException.class, SQLException.class);
    }

    @Test
    void recording_statements_areKeptByForm() throws SQLException {
        put("a", 1);
        put("b", 1);
        assertThatThrownBy(() -> query("SELECT * FROM leases WHERE owner = ?", "me"))
                .isInstanceOf(SQLException.class);
        assertThat(ydb.recording().accepted())
                .contains("UPSERT INTO `leases` (`key`, `owner`, `token`, `at`, `free`) VALUES (?, ?, ?, ?, ?)");
        assertThat(ydb.recording().refused())
                .singleElement()
                .asString()
                .contains("WHERE owner = ?")
                .contains("full scan");
    }
}
