package io.polargosling.storage.dynamodb;

import io.polargosling.domain.mothergoose.ConfigurationStore;
import io.polargosling.domain.mothergoose.StoredConfiguration;
import io.polargosling.domain.store.Fence;
import java.util.Optional;

/** MotherGoose's configuration, which is one item. */
final class DynamoDbConfigurationStore implements ConfigurationStore {

    private final Table table;
    private final CurrentItem<StoredConfiguration> current;

    DynamoDbConfigurationStore(Table table) {
        this.table = table;
        current = new CurrentItem<>(table, Keys.configuration(), StoredConfiguration.class);
    }

    @Override
    public Optional<StoredConfiguration> current() {
        return current.read("reading MotherGoose's configuration");
    }

    @Override
    public void save(StoredConfiguration configuration, Fence fence) {
        String what = "writing MotherGoose's configuration of commit "
                + configuration.commit().abbreviated();
        table.change(what, transaction -> {
            transaction.hold(fence);
            current.put(what, transaction, configuration);
        });
    }
}
