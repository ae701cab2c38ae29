package io.polargosling.storage.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Connections, transactions, repetitions, and the translation of what goes wrong; does no I/O until first used. */
final class Database implements AutoCloseable {

    private static final int REPETITIONS = 5;

    private final Dialect dialect;
    private final HikariDataSource pool = new HikariDataSource();
    private final Session session;
    private final TransactionTemplate transactions;
    private final TransactionTemplate snapshots;
    private final ReentrantLock migration = new ReentrantLock();
    private final AtomicBoolean migrated = new AtomicBoolean();

    Database(String jdbcUrl) {
        dialect = Dialect.of(jdbcUrl);
        pool.setJdbcUrl(dialect.harden(jdbcUrl));
        pool.setPoolName("store");
        pool.setMaximumPoolSize(16);
        pool.setConnectionTimeout(10_000);
        session = new Session(JdbcClient.create(pool), dialect);
        var manager = new JdbcTransactionManager(pool);
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
        if (migrated.get()) {
            return;
        }
        migration.lock();
        try {
            if (!migrated.get()) {
                if (!pool.isRunning()) {
                    dialect.prepare(pool.getJdbcUrl());
                }
                Flyway.configure()
                        .dataSource(pool)
                        .locations(dialect.migrations())
                        .load()
                        .migrate();
                migrated.set(true);
            }
        } catch (FlywayValidateException e) {
            throw new InternalException("checking the tables: they were made by other scripts than ours", e);
        } catch (FlywayException | HikariPool.PoolInitializationException e) {
            throw new UnavailableException("opening the database: it does not answer (try again later)", e);
        } finally {
            migration.unlock();
        }
    }
}
