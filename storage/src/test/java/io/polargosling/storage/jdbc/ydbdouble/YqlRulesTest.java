package io.polargosling.storage.jdbc.ydbdouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the double refuses, and why. */
class YqlRulesTest {

    private static final Arguments ARGUMENTS = new Arguments(Map.of(
            "$text", List.of(Cell.of(ColumnType.TEXT, "a")),
            "$long", List.of(Cell.of(ColumnType.INT64, 1L)),
            "$limit", List.of(Cell.of(ColumnType.UINT64, 1L)),
            "$void", List.of(Cell.NULL),
            "$empty", List.of(new Cell(ColumnType.TEXT, null)),
            "$list", List.of(Cell.of(ColumnType.TEXT, "a"), Cell.of(ColumnType.TEXT, "b"))));

    private final Database database = new Database();

    @BeforeEach
    void createTable() {
        change("CREATE TABLE t (a Text NOT NULL, b Int64 NOT NULL, c Text, d Timestamp, PRIMARY KEY (a, b),"
                + " INDEX t_c GLOBAL ON (c, d))");
    }

    private void change(String statement) {
        database.change(YqlParser.parse(statement).statement());
    }

    private Result run(String statement) {
        return database.execute(
                database.begin(false), YqlParser.parse(statement).statement(), ARGUMENTS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t WHERE a = $text AND b = $long",
                "SELECT * FROM t WHERE a = $text AND b = $long LIMIT $limit",
                "SELECT c, d FROM t WHERE a = $text ORDER BY b DESC LIMIT $limit",
                "SELECT c AS x FROM t WHERE a >= $text ORDER BY a, b LIMIT 10",
                "SELECT * FROM t WHERE a IN $list AND c = $empty",
                "SELECT * FROM t ORDER BY a LIMIT $limit",
                "SELECT * FROM t VIEW t_c WHERE c = $text ORDER BY d DESC, a DESC, b DESC LIMIT $limit",
                "SELECT * FROM t VIEW t_c WHERE c IS NULL ORDER BY d",
                "SELECT * FROM t WHERE a = $text AND c IS NOT DISTINCT FROM $text AND NOT (b = $long OR c IS NOT NULL)",
                "SELECT COUNT(*) AS n FROM t WHERE a = $text",
                "SELECT 1",
                "UPSERT INTO t (a, b, c) VALUES ($text, $long, $empty)",
                "UPSERT INTO t (a, b, c) VALUES ($text, 1, NULL)",
                "INSERT INTO t (a, b) VALUES ($text, $long)",
                "INSERT INTO t (a, b) VALUES ($text, $long), ($text, 2)",
                "REPLACE INTO t (a, b) VALUES ($text, $long)",
                "UPDATE t SET c = $text, d = CurrentUtcTimestamp() WHERE a = $text AND b = $long",
                "DELETE FROM t WHERE a = $text AND b <= $long",
                "DECLARE $text AS Text;\nSELECT * FROM t WHERE a = $text -- a comment\n;"
            })
    void run_formsTheStoreUses_areTaken(String statement) {
        assertThat(run(statement)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t WHERE a = $text FOR UPDATE",
                "SELECT * FROM t WHERE a = $text ORDER BY b OFFSET 2",
                "SELECT a FROM t JOIN u ON t.a = u.a WHERE t.a = $text",
                "SELECT a FROM t WHERE a = $text UNION ALL SELECT a FROM t WHERE a = $text",
                "SELECT a FROM t WHERE a = $text GROUP BY a",
                "SELECT DISTINCT a FROM t WHERE a = $text",
                "SELECT a FROM (SELECT a FROM t WHERE a = $text)",
                "SELECT key FROM t WHERE a = $text",
                "SELECT lower(a) FROM t WHERE a = $text",
                "UPDATE t SET c = $text WHERE a = $text RETURNING *",
                "MERGE INTO t (a, b) VALUES ($text, $long)",
                "INSERT INTO t (a, b) VALUES ($text, $long) ON CONFLICT DO NOTHING",
                "SELECT * FROM t WHERE a = $text; SELECT 1",
                "CREATE SEQUENCE s",
                "CREATE UNIQUE INDEX i ON t (a)",
                "SELECT * FROM t WHERE a = ?"
            })
    void parse_anyOtherForm_isRefused(String statement) {
        assertThatThrownBy(() -> YqlParser.parse(statement)).isInstanceOf(YdbError.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t WHERE c = $text",
                "SELECT * FROM t WHERE b = $long",
                "SELECT * FROM t",
                "SELECT COUNT(*) FROM t",
                "SELECT * FROM t WHERE a = $text OR b = $long",
                "SELECT * FROM t WHERE c = $text ORDER BY a LIMIT $limit",
                "SELECT * FROM t VIEW t_c WHERE a = $text",
                "UPDATE t SET c = $text WHERE c = $text",
                "DELETE FROM t WHERE c = $text"
            })
    void run_fullScan_isRefused(String statement) {
        assertThatThrownBy(() -> run(statement)).isInstanceOf(YdbError.class).hasMessageContaining("full scan");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t WHERE a = $text ORDER BY d LIMIT $limit",
                "SELECT * FROM t WHERE a = $text LIMIT $limit",
                "SELECT * FROM t WHERE a >= $text ORDER BY a, b DESC LIMIT $limit",
                "SELECT * FROM t WHERE a IN $list ORDER BY b LIMIT $limit",
                "SELECT * FROM t WHERE a = $text ORDER BY b LIMIT $long"
            })
    void run_limitThatNoKeyServes_isRefused(String statement) {
        assertThatThrownBy(() -> run(statement)).isInstanceOf(YdbError.class).hasMessageContaining("LIMIT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t WHERE a = $long",
                "SELECT * FROM t WHERE a = $void",
                "SELECT * FROM t WHERE a = $text AND d > $long",
                "SELECT * FROM t WHERE a = $text AND b",
                "SELECT * FROM t WHERE a IN ($long, $long)",
                "UPSERT INTO t (a, b, c) VALUES ($text, $long, $long)",
                "UPSERT INTO t (a, b) VALUES ($text, $text)",
                "UPSERT INTO t (a, b, d) VALUES ($text, $long, $long)",
                "UPSERT INTO t (a, b) VALUES ($text, $limit)",
                "UPSERT INTO t (a, b) VALUES ($text, NULL)",
                "UPSERT INTO t (a) VALUES ($text)",
                "UPDATE t SET c = b + 1 WHERE a = $text",
                "UPDATE t SET b = 2 WHERE a = $text",
                "UPDATE t SET x = 2 WHERE a = $text",
                "SELECT x FROM t WHERE a = $text",
                "SELECT * FROM t WHERE a = $missing",
                "SELECT * FROM t VIEW t_x WHERE a = $text",
                "SELECT * FROM x WHERE a = $text"
            })
    void run_wrongTypeOrName_isRefused(String statement) {
        assertThatThrownBy(() -> run(statement)).isInstanceOf(YdbError.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE u (a Text NOT NULL)",
                "CREATE TABLE u (a Text UNIQUE, PRIMARY KEY (a))",
                "CREATE TABLE u (a Text DEFAULT 'x', PRIMARY KEY (a))",
                "CREATE TABLE u (a Text REFERENCES t, PRIMARY KEY (a))",
                "CREATE TABLE u (a Varchar, PRIMARY KEY (a))",
                "CREATE TABLE u (a Json, PRIMARY KEY (a))",
                "CREATE TABLE u (a Text, INDEX i ON (b), PRIMARY KEY (a))",
                "CREATE TABLE u (a Text, INDEX i GLOBAL ASYNC ON (a), PRIMARY KEY (a))",
                "CREATE TABLE u (a Text, PRIMARY KEY (a)) WITH (TTL = Interval(\"PT1H\") ON a)",
                "CREATE TABLE t (a Text, PRIMARY KEY (a))",
                "ALTER TABLE t ADD COLUMN e Text NOT NULL",
                "ALTER TABLE t ADD COLUMN c Text",
                "ALTER TABLE t ADD INDEX i GLOBAL ON (x)",
                "DROP TABLE x"
            })
    void change_whatYdbCannotMake_isRefused(String statement) {
        assertThatThrownBy(() -> change(statement)).isInstanceOf(YdbError.class);
    }

    @Test
    void change_newColumnAndIndex_canBeUsed() {
        change("ALTER TABLE t ADD COLUMN e Text, ADD COLUMN f Int64");
        change("ALTER TABLE t ADD INDEX t_e GLOBAL ON (e)");
        change("CREATE TABLE IF NOT EXISTS t (z Text, PRIMARY KEY (z))");
        assertThat(run("SELECT e, f FROM t VIEW t_e WHERE e = $text").columns())
                .extracting(Shape.Column::name)
                .containsExactly("e", "f");
    }

    @Test
    void select_withoutOrder_comesInNoUsefulOrder() {
        var transaction = database.begin(false);
        for (long b = 1; b <= 3; b++) {
            var _ = database.execute(
                    transaction,
                    YqlParser.parse("UPSERT INTO t (a, b) VALUES ('a', " + b + ")")
                            .statement(),
                    ARGUMENTS);
        }
        database.commit(transaction);
        assertThat(run("SELECT b FROM t WHERE a = $text").rows())
                .isEqualTo(List.of(List.of(3L), List.of(2L), List.of(1L)));
        assertThat(run("SELECT b FROM t WHERE a = $text ORDER BY b").rows())
                .isEqualTo(List.of(List.of(1L), List.of(2L), List.of(3L)));
    }
}
