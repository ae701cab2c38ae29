package io.polargosling.storage.dynamodb;

import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.operation.OperationStore;
import java.util.Optional;
import java.util.UUID;

/** Operations. */
final class DynamoDbOperationStore implements OperationStore {

    private final Table table;

    DynamoDbOperationStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<Operation> find(UUID id) {
        return table.get("reading operation " + id, Keys.operation(id)).map(item -> item.doc(Operation.class));
    }

    @Override
    public void save(Operation operation) {
        table.save("writing operation " + operation.id(), Keys.operation(operation.id()), operation);
    }
}
