package io.polargosling.storage.jdbc;

import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.contract.StoppableDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * A real PostgreSQL that keeps its promises: the library's own settings give up durability for speed.
 *
 * <p>One server, one database and one storage serve all tests of a JVM that do not stop it; each begins with empty
 * tables, which takes a hundredth of what a new database takes.
 */
final class PostgresServer implements StoppableDatabase {

    private static @Nullable PostgresServer shared;

    private final Path folder;
    private final int port;
    private @Nullable EmbeddedPostgres running;
    private @Nullable Storage storage;

    private PostgresServer() throws IOException {
        folder = Files.createTempDirectory("gosling-postgres");
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
    }

    /** The server of this JVM. */
    static synchronized PostgresServer shared() {
        if (shared == null) {
            try {
                var server = new PostgresServer();
                server.start();
                Runtime.getRuntime().addShutdownHook(new Thread(server::quietlyClose));
                shared = server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shared;
    }

    /** A server of its own that is not started yet. */
    static PostgresServer notStarted() throws IOException {
        return new PostgresServer();
    }

    String url() {
        return url("postgres");
    }

    /** The URL of another database of this server. */
    String url(String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database + "?user=postgres";
    }

    /** The URL, after every row was deleted. */
    synchronized String emptiedUrl() {
        if (storage == null) {
            storage = JdbcStorage.open(url());
            storage.check();
        }
        try (var connection = DriverManager.getConnection(url());
                var statement = connection.createStatement()) {
            var tables = new ArrayList<String>();
            try (var rows = statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                    + " AND tablename <> 'flyway_schema_history'")) {
                while (rows.next()) {
                    tables.add("DELETE FROM " + rows.getString(1));
                }
            }
            statement.execute(String.join(";", tables));
        } catch (SQLException e) {
            throw new IllegalStateException("emptying the tables", e);
        }
        return url();
    }

    /** The storage on {@link #url()}, after every row was deleted; closing it does nothing. */
    Storage emptiedStorage() {
        emptiedUrl();
        return KeptOpen.of(Objects.requireNonNull(storage));
    }

    @Override
    public Storage open() {
        return JdbcStorage.open(url());
    }

    @Override
    public void start() throws IOException {
        running = EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "100")
                .start();
    }

    @Override
    public void stop() throws IOException {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    @Override
    public void close() throws IOException {
        if (storage != null) {
            storage.close();
        }
        stop();
        FileSystemUtils.deleteRecursively(folder);
    }

    private void quietlyClose() {
        try {
            close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
