package io.polargosling.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.testkit.gen.Samples;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What only a server of PostgreSQL can show. */
class PostgresTest {

    private static Operation operation(String actor) {
        return Operation.queued(UUID.randomUUID(), "sync", actor, Samples.NOW);
    }

    private static String newDatabase() throws Exception {
        var name = "d" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE DATABASE " + name);
        return PostgresServer.shared().url(name);
    }

    private static void execute(String sql) throws Exception {
        try (var connection =
                        DriverManager.getConnection(PostgresServer.shared().url());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void check_severalProgramsMeetAnEmptyDatabase_makeItsTablesOnce() throws Exception {
        var url = newDatabase();
        int programs = 4;
        var start = new CyclicBarrier(programs);
        Callable<Boolean> program = () -> {
            try (var storage = JdbcStorage.open(url, 2)) {
                int _ = start.await();
                storage.check();
                return storage.eggs().dirty(1).isEmpty();
            }
        };
        try (var threads = Executors.newFixedThreadPool(programs)) {
            var done = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < programs; i++) {
                done.add(threads.submit(program));
            }
            for (var one : done) {
                assertThat(one.get()).isTrue();
            }
        }
    }

    @Test
    void everyUse_connectionsEndedByTheServer_worksAgainWithoutARestart() throws Exception {
        try (var storage = JdbcStorage.open(PostgresServer.shared().emptiedUrl(), 3)) {
            var before = operation("before");
            storage.operations().save(before);
            execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'gosling' AND pid <> pg_backend_pid()");
            await().atMost(Duration.ofSeconds(20))
                    .ignoreException(UnavailableException.class)
                    .until(() -> storage.operations().find(before.id()), Optional.of(before)::equals);
            var after = operation("after");
            storage.operations().save(after);
            assertThat(storage.operations().find(after.id())).contains(after);
        }
    }

    @Test
    void open_wrongPasswordOrPort_isUnavailableAndShowsNoPassword() throws Exception {
        execute("DROP ROLE IF EXISTS goose");
        execute("CREATE ROLE goose LOGIN PASSWORD 'right'");
        var local = PostgresServer.shared().url("missing").replaceFirst("user=.*", "");
        for (var url : List.of(
                local + "user=goose&password=quay",
                "jdbc:postgresql://localhost:1/d?user=goose&password=quay",
                "jdbc:postgresql://localhost:none/d?user=goose&password=quay")) {
            try (var storage = JdbcStorage.open(url)) {
                assertThatThrownBy(storage::check)
                        .isInstanceOf(UnavailableException.class)
                        .satisfies(e -> assertThat(trace(e)).doesNotContain("quay"));
            }
        }
    }

    private static String trace(Throwable e) {
        var text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void save_textThatPostgresCannotKeep_isInvalidAndNamesTheRow() {
        var storage = PostgresServer.shared().emptiedStorage();
        var operation = operation("no\0where");

        assertThatThrownBy(() -> storage.operations().save(operation))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining(operation.id().toString());
        assertThat(storage.operations().find(operation.id())).isEmpty();
    }

    @Test
    void change_twoThatLockInACircle_areBothDone() throws Exception {
        var url = PostgresServer.shared().emptiedUrl();
        try (var database = new Database(new Connections(() -> url, 4, pool -> pool))) {
            database.change("writing", db -> List.of("a", "b").forEach(key -> db.insert(DatabaseTest.lease(key, 0))));
            DatabaseTest.assertCircleEnds(database);
        }
    }
}
