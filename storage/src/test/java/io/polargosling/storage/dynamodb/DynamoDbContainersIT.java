package io.polargosling.storage.dynamodb;

import io.polargosling.domain.store.Storage;
import io.polargosling.storage.LocalStack;
import io.polargosling.testkit.contract.Faults;
import io.polargosling.testkit.contract.StoppableDatabase;
import io.polargosling.testkit.contract.StorageContractSuite;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.opentest4j.TestAbortedException;

/** Every contract on the DynamoDB of LocalStack in a container; runs with {@code -Pcontainers}. */
@Tag("containers")
class DynamoDbContainersIT extends StorageContractSuite {

    private static DynamoDbStorage.Options newTable() {
        return new DynamoDbStorage.Options(UUID.randomUUID() + "-", 64, true, Optional.of(LocalStack.address()));
    }

    @Override
    protected Storage newStorage() {
        return DynamoDbStorage.open(newTable());
    }

    @Override
    protected Storage newStorage(Faults faults) {
        return LocalDynamoDb.open(newTable(), new CuttingInterceptor(faults));
    }

    @Override
    protected StoppableDatabase newDatabase() {
        throw new TestAbortedException("stopping and starting is tested on the server that needs no container");
    }
}
