package io.polargosling.storage.jdbc;

import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.contract.Faults;
import io.polargosling.testkit.contract.StoppableDatabase;
import io.polargosling.testkit.contract.StorageContractSuite;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.opentest4j.TestAbortedException;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Every contract on a PostgreSQL in a container; runs with {@code -Pcontainers}. */
@Tag("containers")
class PostgresContainersIT extends StorageContractSuite {

    private static final PostgreSQLContainer SERVER = new PostgreSQLContainer("postgres:17");

    /** A database of its own for each test. */
    private static String newUrl() {
        if (!SERVER.isRunning()) {
            SERVER.start();
        }
        var name = "test_" + UUID.randomUUID().toString().replace('-', '_');
        try (var connection =
                        DriverManager.getConnection(SERVER.getJdbcUrl(), SERVER.getUsername(), SERVER.getPassword());
                var statement = connection.createStatement()) {
            boolean _ = statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("making a database for a test", e);
        }
        return "jdbc:postgresql://" + SERVER.getHost() + ":"
                + SERVER.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT) + "/" + name + "?user="
                + SERVER.getUsername() + "&password=" + SERVER.getPassword();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @Override
    protected Storage newStorage() {
        return JdbcStorage.open(newUrl());
    }

    @Override
    protected Storage newStorage(Faults faults) {
        return FaultyDatabase.open(newUrl(), faults);
    }

    @Override
    protected StoppableDatabase newDatabase() {
        throw new TestAbortedException("stopping and starting is tested on the server that needs no container");
    }
}
