package io.polargosling.bench.storage;

import io.polargosling.domain.store.Storage;
import io.polargosling.embedded.H2File;
import io.polargosling.storage.jdbc.JdbcStorage;
import java.nio.file.Files;
import java.nio.file.Path;

/** The embedded database: a file, every commit written before it is acknowledged. */
final class H2Backend implements Backend {

    private final Storage storage;
    private final String bareUrl;

    H2Backend(Path folder) throws Exception {
        storage = JdbcStorage.embedded(Files.createDirectories(folder), 16);
        bareUrl = H2File.of(folder.resolve("bare")).url() + ";DB_CLOSE_DELAY=-1";
        BareJdbc.createTables(bareUrl);
    }

    @Override
    public String name() {
        return "h2";
    }

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public Load.Operation bare(int thread) throws Exception {
        return BareJdbc.operation(bareUrl, thread);
    }

    @Override
    public int[] sizes() {
        return new int[] {1_000, 10_000, 100_000};
    }

    @Override
    public void close() {
        storage.close();
    }
}
