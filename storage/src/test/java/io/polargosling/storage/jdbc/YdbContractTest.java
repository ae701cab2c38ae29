package io.polargosling.storage.jdbc;

import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.contract.Faults;
import io.polargosling.testkit.contract.StoppableDatabase;
import io.polargosling.testkit.contract.StorageContractSuite;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.opentest4j.TestAbortedException;

/** Every contract on the YDB database that {@code YDB_URL} names, whose tables are emptied; else skipped by name. */
class YdbContractTest extends StorageContractSuite {

    private static final String VARIABLE = "YDB_URL";

    @RegisterExtension
    static final SkippedContracts SKIPPED =
            SkippedContracts.without(VARIABLE, "jdbc:ydb:grpc://HOST:PORT/DATABASE, whose tables are emptied", "YDB");

    private static String url() {
        return YdbTables.emptied(System.getenv(VARIABLE));
    }

    @Override
    protected Storage newStorage() {
        return JdbcStorage.open(url());
    }

    @Override
    protected Storage newStorage(Faults faults) {
        return FaultyDatabase.open(url(), faults);
    }

    @Override
    protected StoppableDatabase newDatabase() {
        throw new TestAbortedException("a server that this test did not start is not stopped by it");
    }
}
