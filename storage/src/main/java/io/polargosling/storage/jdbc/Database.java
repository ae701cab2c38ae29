package io.polargosling.storage.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Connections, transactions, repetitions, and the translation of what goes wrong; does no I/O until first used. */
final class Database implements AutoCloseable {

    private static final int REPETITIONS = 5;
    private static final String NOT_OPEN = "opening the database: it does not answer (try again later)";

    private final Dialect dialect;
    private final HikariDataSource pool = new HikariDataSource();
    private final Session session;
    private final TransactionTemplate transactions;
    private final TransactionTemplate snapshots;
    private final ReentrantLock migration = new ReentrantLock();
    private volatile boolean migrated;
    private @Nullable Failed failed;

    private record Failed(long atNanos, Exception cause) {}

    /** With at most {@code connections} at once. */
    Database(String jdbcUrl, int connections) {
        this(jdbcUrl, connections, pool -> pool);
    }

    /** As above, with what {@code around} makes of the pool between it and the statements of the stores. */
    Database(String jdbcUrl, int connections, Function<HikariDataSource, DataSource> around) {
        dialect = Dialect.of(jdbcUrl);
        pool.setJdbcUrl(dialect.harden(jdbcUrl));
        dialect.properties().forEach(pool::addDataSourceProperty);
        pool.setPoolName("store");
        pool.setMaximumPoolSize(connections);
        pool.setConnectionTimeout(10_000);
        var source = around.apply(pool);
        session = new Session(JdbcClient.create(source), dialect);
        var manager = new JdbcTransactionManager(source);
        transactions = new TransactionTemplate(manager);
        snapshots = new TransactionTemplate(manager);
        snapshots.setReadOnly(true);
        snapshots.setIsolationLevel(dialect.snapshot());
    }

    /**
     * Reads with one statement.
     *
     * @param what the act, for messages, such as {@code reading runner "abc"}
     */
    <T> T read(String what, Function<Session, T> work) {
        return repeated(what, () -> work.apply(session));
    }

    /** Reads with several statements that all see the database as it was at one moment. */
    <T> T look(String what, Function<Session, T> work) {
        return repeated(what, () -> snapshots.execute(_ -> work.apply(session)));
    }

    /** Carries out {@code work} as one transaction, again from its begin when another one was in its way. */
    <T> T write(String what, Function<Session, T> work) {
        return repeated(what, () -> transactions.execute(_ -> work.apply(session)));
    }

    /** As {@link #write}, without a result. */
    void change(String what, Consumer<Session> work) {
        Object _ = write(what, db -> {
            work.accept(db);
            return what;
        });
    }

    @Override
    public void close() {
        pool.close();
    }

    private interface Attempt<T> {
        T run();
    }

    private <T> T repeated(String what, Attempt<T> attempt) {
        for (int repetition = 0; ; repetition++) {
            try {
                migrate();
                return attempt.run();
            } catch (DataAccessException | TransactionException | HikariPool.PoolInitializationException e) {
                boolean last = repetition == REPETITIONS;
                switch (dialect.failure(e)) {
                    case IN_THE_WAY -> {
                        if (last) {
                            throw new UnavailableException(
                                    what + ": the database refused " + (REPETITIONS + 1) + " times (try again later)",
                                    e);
                        }
                    }
                    case DUPLICATE -> {
                        // Another one inserted between our look and our insert; the next look will see its row.
                        if (last) {
                            throw new ConflictException(what + ": such a row exists already", e);
                        }
                    }
                    case VALUE ->
                        throw new InvalidException(
                                what + ": a value is too long or breaks a constraint: " + rootMessage(e));
                    case STATEMENT -> throw new InternalException(what + ": the statement is broken", e);
                    case NO_ANSWER ->
                        throw new UnavailableException(what + ": the database does not answer (try again later)", e);
                }
            }
            pause(what, repetition);
        }
    }

    private static String rootMessage(Throwable e) {
        var root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }

    private static void pause(String what, int repetition) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(1, 10L << repetition));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(what + ": interrupted", e);
        }
    }

    private void migrate() {
        if (migrated) {
            return;
        }
        long arrived = System.nanoTime();
        migration.lock();
        try {
            if (!migrated) {
                refuseWithOthers(arrived);
                open();
                migrated = true;
            }
        } catch (FlywayValidateException e) {
            throw new InternalException("checking the tables: they were made by other scripts than ours", e);
        } catch (SQLException | FlywayException | HikariPool.PoolInitializationException e) {
            failed = new Failed(System.nanoTime(), e);
            throw new UnavailableException(NOT_OPEN, e);
        } finally {
            migration.unlock();
        }
    }

    /** Callers that queued while one of them found the database down do not each find it out again. */
    private void refuseWithOthers(long arrived) {
        if (failed != null && failed.atNanos() - arrived > 0) {
            throw new UnavailableException(NOT_OPEN, failed.cause());
        }
    }

    private void open() throws SQLException {
        if (!pool.isRunning()) {
            dialect.prepare(pool.getJdbcUrl());
            // The pool waits a second before it gives up a database that is down; this does not.
            DriverManager.getConnection(pool.getJdbcUrl(), pool.getDataSourceProperties())
                    .close();
        }
        Flyway.configure()
                .dataSource(pool)
                .locations(dialect.migrations())
                .load()
                .migrate();
    }
}
