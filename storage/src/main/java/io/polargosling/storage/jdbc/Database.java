package io.polargosling.storage.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.GoslingException;
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
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Connections, transactions, repetitions, and the translation of what goes wrong; does no I/O until first used. */
final class Database implements AutoCloseable {

    private static final int REPETITIONS = 5;

    private final Dialect dialect;
    private final HikariDataSource pool = new HikariDataSource();
    private final JdbcClient client;
    private final TransactionTemplate transactions;
    private final ReentrantLock migration = new ReentrantLock();
    private final AtomicBoolean migrated = new AtomicBoolean();

    Database(String jdbcUrl) {
        dialect = Dialect.of(jdbcUrl);
        pool.setJdbcUrl(dialect.harden(jdbcUrl));
        pool.setPoolName("store");
        pool.setMaximumPoolSize(16);
        pool.setConnectionTimeout(10_000);
        client = JdbcClient.create(pool);
        transactions = new TransactionTemplate(new JdbcTransactionManager(pool));
    }

    /**
     * Reads with one statement.
     *
     * @param what the act, for messages, such as {@code reading runner "abc"}
     */
    <T> T read(String what, Function<JdbcClient, T> work) {
        return repeated(what, () -> work.apply(client));
    }

    /** Carries out {@code work} as one transaction, again from its begin when another one was in its way. */
    <T> T write(String what, Function<JdbcClient, T> work) {
        return repeated(what, () -> transactions.execute(status -> work.apply(client)));
    }

    /** As {@link #write}, without a result. */
    void change(String what, Consumer<JdbcClient> work) {
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
            } catch (DuplicateKeyException e) {
                // Another one inserted between our look and our insert; the next look will see its row.
                if (repetition == REPETITIONS) {
                    throw new ConflictException(what + ": such a row exists already", e);
                }
            } catch (TransientDataAccessException e) {
                if (repetition == REPETITIONS) {
                    throw new UnavailableException(
                            what + ": the database refused " + (REPETITIONS + 1) + " times (try again later)", e);
                }
            } catch (DataAccessException | TransactionException | HikariPool.PoolInitializationException e) {
                throw translated(what, e);
            }
            pause(what, repetition);
        }
    }

    private static GoslingException translated(String what, RuntimeException e) {
        if (e instanceof DataIntegrityViolationException) {
            return new InvalidException(what + ": a value is too long or breaks a constraint: " + rootMessage(e));
        }
        if (e instanceof InvalidDataAccessResourceUsageException || e instanceof InvalidDataAccessApiUsageException) {
            return new InternalException(what + ": the statement is broken", e);
        }
        return new UnavailableException(what + ": the database does not answer (try again later)", e);
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
