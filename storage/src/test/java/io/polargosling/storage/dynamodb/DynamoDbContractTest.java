package io.polargosling.storage.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.contract.Cases;
import io.polargosling.testkit.contract.Faults;
import io.polargosling.testkit.contract.Race;
import io.polargosling.testkit.contract.StoppableDatabase;
import io.polargosling.testkit.contract.StorageContractSuite;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.util.FileSystemUtils;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** Every contract on DynamoDB Local: in memory, and on disk where a database has to come back. */
class DynamoDbContractTest extends StorageContractSuite {

    // The stand-in takes milliseconds for what the others do in one; who wants more says so.
    private static final Map<String, String> FEWER = Map.of(Cases.COUNT, "20", Race.ROUNDS, "8");

    private static final Set<String> CHANGED = new HashSet<>();

    @BeforeAll
    static void goFewerRounds() {
        FEWER.forEach((name, count) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, count);
                CHANGED.add(name);
            }
        });
    }

    @AfterAll
    static void goAsManyAsBefore() {
        CHANGED.forEach(System::clearProperty);
    }

    @Override
    protected Storage newStorage() {
        return LocalDynamoDb.open(LocalDynamoDb.newTable(), new Limits());
    }

    @Override
    protected Storage newStorage(Faults faults) {
        return LocalDynamoDb.open(LocalDynamoDb.newTable(), new CuttingInterceptor(faults));
    }

    @Override
    protected StoppableDatabase newDatabase() throws IOException {
        return new Server(LocalDynamoDb.freePort(), Files.createTempDirectory("gosling-dynamodb"));
    }

    /** What no call may do, whatever the suites ask for. */
    private static final class Limits implements ExecutionInterceptor {

        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            var request = context.request();
            assertThat(request).as("reads a whole table").isNotInstanceOf(ScanRequest.class);
            if (request instanceof TransactWriteItemsRequest write) {
                assertThat(write.transactItems()).hasSizeLessThanOrEqualTo(25);
            }
        }
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
            return DynamoDbStorage.open(new DynamoDbStorage.Options(
                    "restart-", 4, true, Optional.of(URI.create("http://127.0.0.1:" + port))));
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
