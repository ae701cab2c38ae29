package io.polargosling.storage.jdbc;

import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.contract.Faults;
import io.polargosling.testkit.contract.StoppableDatabase;
import io.polargosling.testkit.contract.StorageContractSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.springframework.util.FileSystemUtils;

/** Every contract on H2: in memory, and in a file where a database has to come back. */
class H2ContractTest extends StorageContractSuite {

    private static String newUrl() {
        return "jdbc:h2:mem:" + UUID.randomUUID();
    }

    @Override
    protected Storage newStorage() {
        // Dropped with its last connection, which is when the storage is closed.
        return JdbcStorage.open(newUrl() + ";DB_CLOSE_DELAY=0");
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
