package io.polargosling.storage.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The connections to one database, opened and its tables made or updated when first asked for, again until it works. */
final class Connections implements AutoCloseable {

    private static final String NOT_OPEN = "opening the database: it does not answer (try again later)";
    /** Updating the tables takes two at once. */
    private static final int FEWEST = 2;
    /** How long a caller waits for a connection before it hears that there is none. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Supplier<String> jdbcUrl;
    private final int size;
    private final Function<HikariDataSource, DataSource> around;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable Open open;
    private @Nullable Failed failed;
    private boolean closed;

    /** A database in use: its words, and transactions that write or that see one state. */
    record Open(
            HikariDataSource pool, Session session, TransactionTemplate transactions, TransactionTemplate snapshots) {}

    private record Failed(long atNanos, Exception cause) {}

    /**
     * @param jdbcUrl asked for when the database is opened; may be a secret
     * @param size how many at once
     * @param around what the stores see instead of the pool
     */
    Connections(Supplier<String> jdbcUrl, int size, Function<HikariDataSource, DataSource> around) {
        if (size < FEWEST) {
            throw new InvalidException(
                    "opening the database with " + size + " connections (expected: at least " + FEWEST + ")");
        }
        this.jdbcUrl = jdbcUrl;
        this.size = size;
        this.around = around;
    }

    /**
     * The database, opened.
     *
     * @throws UnavailableException when it does not answer
     * @throws InvalidException when the URL is none of a database we know
     * @throws InternalException when its tables are not ours
     */
    Open get() {
        var there = open;
        if (there != null) {
            return there;
        }
        long arrived = System.nanoTime();
        opening.lock();
        try {
            if (open == null) {
                refuseWithOthers(arrived);
                open = open();
            }
            return open;
        } catch (FlywayValidateException e) {
            throw new InternalException("checking the tables: they were made by other scripts than ours", e);
        } catch (SQLException | FlywayException | HikariPool.PoolInitializationException e) {
            failed = new Failed(System.nanoTime(), e);
            throw new UnavailableException(NOT_OPEN, e);
        } finally {
            opening.unlock();
        }
    }

    /** Callers that queued while one of them found the database down do not each find it out again. */
    private void refuseWithOthers(long arrived) {
        if (closed) {
            throw new UnavailableException("opening the database: the storage is closed");
        }
        if (failed != null && failed.atNanos() - arrived > 0) {
            throw new UnavailableException(NOT_OPEN, failed.cause());
        }
    }

    private Open open() throws SQLException {
        var text = jdbcUrl.get();
        var dialect = Dialect.of(text);
        var address = Address.parse(text);
        var url = dialect.harden(address.url());
        dialect.prepare(url);
        var properties = new Properties();
        properties.putAll(dialect.properties());
        properties.putAll(address.credentials());
        // Not the pool's own way to a driver, which shows all of this in its messages.
        var driver = new DriverManagerDataSource(url, properties);
        // The pool waits a second before it gives up a database that is down; this does not. It is open until the pool
        // is, since H2 closes a file, which takes its time, with the last connection.
        try (var _ = driver.getConnection()) {
            return migrated(pool(driver), dialect);
        }
    }

    private Open migrated(HikariDataSource pool, Dialect dialect) {
        try {
            Flyway.configure()
                    .dataSource(pool)
                    .locations(dialect.migrations())
                    .load()
                    .migrate();
            return open(pool, dialect);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private HikariDataSource pool(DataSource driver) {
        var pool = new HikariDataSource();
        pool.setDataSource(driver);
        pool.setPoolName("store");
        pool.setMaximumPoolSize(size);
        // The others are made when there is work for them; several programs may share one server.
        pool.setMinimumIdle(FEWEST);
        pool.setConnectionTimeout(PATIENCE.toMillis());
        return pool;
    }

    private Open open(HikariDataSource pool, Dialect dialect) {
        var source = around.apply(pool);
        var manager = new JdbcTransactionManager(source);
        var snapshots = new TransactionTemplate(manager);
        snapshots.setReadOnly(true);
        snapshots.setIsolationLevel(dialect.snapshot());
        return new Open(
                pool, new Session(JdbcClient.create(source), dialect), new TransactionTemplate(manager), snapshots);
    }

    @Override
    public void close() {
        opening.lock();
        try {
            closed = true;
            var there = open;
            if (there != null) {
                there.pool().close();
            }
        } finally {
            opening.unlock();
        }
    }
}
