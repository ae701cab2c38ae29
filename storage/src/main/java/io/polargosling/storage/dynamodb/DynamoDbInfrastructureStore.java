package io.polargosling.storage.dynamodb;

import io.polargosling.domain.infrastructure.InfrastructureStore;
import io.polargosling.domain.infrastructure.StoredInfrastructure;
import io.polargosling.domain.store.Fence;
import java.util.Optional;

/** MotherGoose's configuration, which is one item. */
final class DynamoDbInfrastructureStore implements InfrastructureStore {

    private final Table table;
    private final CurrentItem<StoredInfrastructure> current;

    DynamoDbInfrastructureStore(Table table) {
        this.table = table;
        current = new CurrentItem<>(table, Keys.configuration(), StoredInfrastructure.class);
    }

    @Override
    public Optional<StoredInfrastructure> current() {
        return current.read("reading MotherGoose's configuration");
    }

    @Override
    public void save(StoredInfrastructure configuration, Fence fence) {
        String what = "writing MotherGoose's configuration of commit "
                + configuration.commit().abbreviated();
        table.change(what, transaction -> {
            transaction.hold(fence);
            current.put(what, transaction, configuration);
        });
    }
}
