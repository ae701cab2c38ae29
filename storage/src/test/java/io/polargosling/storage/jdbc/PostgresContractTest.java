package io.polargosling.storage.jdbc;

import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.contract.Faults;
import io.polargosling.testkit.contract.StoppableDatabase;
import io.polargosling.testkit.contract.StorageContractSuite;

/** Every contract on a real PostgreSQL. */
class PostgresContractTest extends StorageContractSuite {

    @Override
    protected Storage newStorage() {
        return PostgresServer.shared().emptiedStorage();
    }

    @Override
    protected Storage newStorage(Faults faults) {
        return FaultyDatabase.open(PostgresServer.shared().emptiedUrl(), faults);
    }

    @Override
    protected StoppableDatabase newDatabase() throws Exception {
        return PostgresServer.notStarted();
    }
}
