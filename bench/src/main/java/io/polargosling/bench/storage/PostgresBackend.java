package io.polargosling.bench.storage;

import io.polargosling.domain.store.Storage;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;

/** A real PostgreSQL on loopback that makes every commit durable, which the library's own settings do not. */
final class PostgresBackend implements Backend {

    private final EmbeddedPostgres server;
    private final Storage storage;

    PostgresBackend(Path folder) throws Exception {
        server = EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        storage = JdbcStorage.open(url(), 16);
        // Before the bare tables: the product's own are made in an empty database only.
        storage.check();
        BareJdbc.createTables(url());
    }

    private String url() {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/postgres?user=postgres";
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public Load.Operation bare(int thread) throws Exception {
        return BareJdbc.operation(url(), thread);
    }

    @Override
    public int[] sizes() {
        return new int[] {1_000, 10_000, 100_000};
    }

    @Override
    public void close() throws IOException {
        storage.close();
        server.close();
    }
}
