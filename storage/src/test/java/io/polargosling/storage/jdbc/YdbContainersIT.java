package io.polargosling.storage.jdbc;

import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.contract.Faults;
import io.polargosling.testkit.contract.StoppableDatabase;
import io.polargosling.testkit.contract.StorageContractSuite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.opentest4j.TestAbortedException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** Every contract on a YDB in a container; runs with {@code -Pcontainers}. */
@Tag("containers")
class YdbContainersIT extends StorageContractSuite {

    private static final class Server extends GenericContainer<Server> {

        static final Server SHARED = new Server(freePort());

        private final int port;

        /** The server tells clients its own address, so its port must be the same inside and outside. */
        private Server(int port) {
            super(DockerImageName.parse("ydbplatform/local-ydb:latest"));
            this.port = port;
            addFixedExposedPort(port, port);
            var _ = withEnv("GRPC_PORT", Integer.toString(port))
                    .withEnv("YDB_USE_IN_MEMORY_PDISKS", "true")
                    .withCreateContainerCmdModifier(create -> create.withHostName("localhost"))
                    .waitingFor(Wait.forHealthcheck().withStartupTimeout(Duration.ofMinutes(3)));
        }

        private static int freePort() {
            try (var socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String emptied() {
            if (!isRunning()) {
                start();
            }
            return YdbTables.emptied("jdbc:ydb:grpc://localhost:" + port + "/local");
        }
    }

    @AfterAll
    static void stop() {
        Server.SHARED.stop();
    }

    @Override
    protected Storage newStorage() {
        return JdbcStorage.open(Server.SHARED.emptied());
    }

    @Override
    protected Storage newStorage(Faults faults) {
        return FaultyDatabase.open(Server.SHARED.emptied(), faults);
    }

    @Override
    protected StoppableDatabase newDatabase() {
        throw new TestAbortedException("this server keeps its rows in memory, so nothing comes back after a stop");
    }
}
