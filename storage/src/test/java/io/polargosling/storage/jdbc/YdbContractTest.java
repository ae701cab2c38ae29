package io.polargosling.storage.jdbc;

import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.contract.Faults;
import io.polargosling.testkit.contract.StoppableDatabase;
import io.polargosling.testkit.contract.StorageContractSuite;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.opentest4j.TestAbortedException;

/** Every contract on the YDB database that {@code YDB_URL} names, whose tables are emptied; else skipped by name. */
class YdbContractTest extends StorageContractSuite {

    @RegisterExtension
    static final SkippedContracts SKIPPED = new SkippedContracts("YDB");

    private static String url() {
        return Optional.ofNullable(System.getenv("YDB_URL"))
                .filter(url -> !url.isEmpty())
                .orElseThrow(() -> new TestAbortedException(
                        "no YDB: YDB_URL is not set (expected: jdbc:ydb:grpc://HOST:PORT/DATABASE, whose tables"
                                + " are emptied)"));
    }

    @Override
    protected Storage newStorage() {
        return JdbcStorage.open(YdbTables.emptied(url()));
    }

    @Override
    protected Storage newStorage(Faults faults) {
        return FaultyDatabase.open(YdbTables.emptied(url()), faults);
    }

    @Override
    protected StoppableDatabase newDatabase() {
        throw new TestAbortedException("a server that this test did not start is not stopped by it");
    }
}
