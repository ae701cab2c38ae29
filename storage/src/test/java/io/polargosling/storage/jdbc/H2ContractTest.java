package io.polargosling.storage.jdbc;

import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.contract.Faults;
import io.polargosling.testkit.contract.StoppableDatabase;
import io.polargosling.testkit.contract.StorageContractSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.springframework.util.FileSystemUtils;

/** Every contract on H2: in memory, and in a file where a database has to come back. */
class H2ContractTest extends StorageContractSuite {

    private static final String SHARED = newUrl();

    private static final Storage STORAGE = JdbcStorage.open(SHARED);

    private static String newUrl() {
        return "jdbc:h2:mem:" + UUID.randomUUID();
    }

    /** Making the tables anew takes longer than most tests do. */
    @Override
    protected Storage newStorage() {
        STORAGE.check();
        try (var connection = DriverManager.getConnection(SHARED);
                var statement = connection.createStatement()) {
            var tables = new ArrayList<String>();
            try (var rows = statement.executeQuery("SELECT table_name FROM information_schema.tables"
                    + " WHERE table_schema = 'PUBLIC' AND table_name <> 'flyway_schema_history'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (var table : tables) {
                int _ = statement.executeUpdate("TRUNCATE TABLE " + table);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("emptying the tables", e);
        }
        return KeptOpen.of(STORAGE);
    }

    @AfterAll
    static void close() {
        STORAGE.close();
    }

    @Override
    protected Storage newStorage(Faults faults) {
        // The last connection may be one that is cut.
        return FaultyDatabase.open(newUrl(), faults);
    }

    @Override
    protected StoppableDatabase newDatabase() throws IOException {
        var file = new HiddenFile(Files.createTempDirectory("gosling-h2"));
        file.bar();
        return file;
    }

    /** A file that is reachable while its folder has the name by which it is opened. */
    private record HiddenFile(Path folder) implements StoppableDatabase {

        @Override
        public Storage open() {
            return JdbcStorage.embedded(folder.resolve("data"));
        }

        @Override
        public void start() throws IOException {
            Files.deleteIfExists(folder.resolve("data"));
            var hidden = folder.resolve("hidden");
            if (Files.exists(hidden)) {
                Files.move(hidden, folder.resolve("data"));
            }
        }

        @Override
        public void stop() throws IOException {
            Files.move(folder.resolve("data"), folder.resolve("hidden"));
            bar();
        }

        private void bar() throws IOException {
            Files.writeString(folder.resolve("data"), "a file where the folder should be");
        }

        @Override
        public void close() throws IOException {
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
