package io.polargosling.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.testkit.gen.Samples;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

class DatabaseTest {

    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=0";
    private final Connections connections = new Connections(() -> url, 4, pool -> pool);
    private final Database database = new Database(connections);
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void close() {
        database.close();
    }

    static Row lease(String key, long token) {
        return JdbcLeaseStore.TABLE
                .row()
                .set("key", key)
                .set("token", token)
                .set("renewals", 0L)
                .set("renewed_at", Samples.NOW);
    }

    private long token(String key) {
        return database.read("reading", db -> JdbcLeaseStore.lock(db, key))
                .orElseThrow()
                .token();
    }

    /** A transaction that is refused {@code times} times, after it has written. */
    private void write(String key, String sqlState, int times) {
        database.change("writing", db -> {
            db.save(lease(key, runs.incrementAndGet()));
            if (runs.get() <= times) {
                throw new SQLStateSQLExceptionTranslator().translate("writing", null, new SQLException("x", sqlState));
            }
        });
    }

    @Test
    void write_refusedFiveTimes_isDoneOnceWithWhatTheLastRunWrote() {
        write("a", "40001", 5);

        assertThat(runs).hasValue(6);
        assertThat(token("a")).isEqualTo(6);
        assertThat(database.<Long>read(
                        "reading",
                        db -> db.find(lease("a", 0).locked(), row -> row.number("row_version"))
                                .orElseThrow()))
                .isEqualTo(1);
    }

    @Test
    void write_refusedSixTimes_isUnavailableAndWroteNothing() {
        assertThatThrownBy(() -> write("a", "40001", 6))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("writing");
        assertThat(runs).hasValue(6);
        assertThat(database.<Boolean>read(
                        "reading", db -> JdbcLeaseStore.lock(db, "a").isPresent()))
                .isFalse();
    }

    @Test
    void write_everyOtherFailure_isToldByItsTypeWithoutATryTooMany() {
        assertThatThrownBy(() -> write("a", "23505", 9)).isInstanceOf(ConflictException.class);
        assertThat(runs.getAndSet(0)).isEqualTo(3);
        assertThatThrownBy(() -> write("a", "22001", 9)).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> write("a", "42601", 9)).isInstanceOf(InternalException.class);
        assertThatThrownBy(() -> write("a", "08006", 9)).isInstanceOf(UnavailableException.class);
        assertThat(runs).hasValue(3);
    }

    @Test
    void look_writtenMeanwhileByAnother_seesOneState() throws Exception {
        database.change("writing", db -> db.insert(lease("a", 1)));
        try (var other = Executors.newSingleThreadExecutor()) {
            var seen = database.look("looking", db -> {
                long before = tokenIn(db);
                var written = other.submit(() -> database.change("writing", more -> more.update(lease("a", 2))));
                Awaitility.await().until(written::isDone);
                return List.of(before, tokenIn(db));
            });
            assertThat(seen).containsExactly(1L, 1L);
        }
        assertThat(token("a")).isEqualTo(2);
    }

    @Test
    void change_twoThatLockInACircle_areBothDone() throws Exception {
        database.change("writing", db -> List.of("a", "b").forEach(key -> db.insert(lease(key, 0))));
        assertCircleEnds(database);
    }

    static void assertCircleEnds(Database database) throws Exception {
        var firstLocks = new CyclicBarrier(2);
        var first = new ConcurrentHashMap<String, Boolean>();
        try (var threads = Executors.newFixedThreadPool(2)) {
            var both = threads.invokeAll(List.of(
                    crossing(database, "a", "b", firstLocks, first), crossing(database, "b", "a", firstLocks, first)));
            for (var one : both) {
                one.get(30, TimeUnit.SECONDS);
            }
        }
        for (var key : List.of("a", "b")) {
            assertThat(database.read("reading", db -> JdbcLeaseStore.lock(db, key))
                            .orElseThrow()
                            .token())
                    .isEqualTo(2);
        }
    }

    /** Raises the token of both, locking them in the order given; both threads have their first lock at first. */
    private static Callable<Boolean> crossing(
            Database database, String one, String other, CyclicBarrier firstLocks, Map<String, Boolean> first) {
        return () -> database.write("crossing", db -> {
            raise(db, one);
            if (first.putIfAbsent(one, true) == null) {
                await(firstLocks);
            }
            raise(db, other);
            return true;
        });
    }

    private static void raise(Session db, String key) {
        long token = JdbcLeaseStore.lock(db, key).orElseThrow().token();
        db.update(lease(key, token + 1));
    }

    private static void await(CyclicBarrier barrier) {
        try {
            int _ = barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("waiting for the other transaction", e);
        }
    }

    private static long tokenIn(Session db) {
        return db.find(JdbcLeaseStore.TABLE.select().where("key", "a"), row -> row.number("token"))
                .orElseThrow();
    }
}
