package io.polargosling.storage.dynamodb;

import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.contract.Faults;
import io.polargosling.testkit.contract.StoppableDatabase;
import io.polargosling.testkit.contract.StorageContractSuite;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** Every contract on DynamoDB Local: in memory, and on disk where a database has to come back. */
class DynamoDbContractTest extends StorageContractSuite {

    @Override
    protected Storage newStorage() {
        return LocalDynamoDb.newStorage();
    }

    @Override
    protected Storage newStorage(Faults faults) {
        return DynamoDbStorage.open(
                LocalDynamoDb.options(UUID.randomUUID() + "-"),
                builder -> builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                        .addExecutionInterceptor(new CuttingInterceptor(faults))
                        .build()));
    }

    @Override
    protected StoppableDatabase newDatabase() throws IOException {
        return new Server(LocalDynamoDb.freePort(), Files.createTempDirectory("gosling-dynamodb"));
    }

    /** A server of its own. */
    private static final class Server implements StoppableDatabase {

        private final int port;
        private final Path folder;
        private @Nullable LocalDynamoDb running;

        Server(int port, Path folder) {
            this.port = port;
            this.folder = folder;
        }

        @Override
        public Storage open() {
            return DynamoDbStorage.open(
                    new DynamoDbStorage.Options("restart-", true, Optional.of(URI.create("http://127.0.0.1:" + port))));
        }

        @Override
        public void start() {
            running = LocalDynamoDb.start("-dbPath", folder.toString(), port);
        }

        @Override
        public void stop() {
            if (running != null) {
                running.stop();
                running = null;
            }
        }

        @Override
        public void close() throws IOException {
            stop();
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
