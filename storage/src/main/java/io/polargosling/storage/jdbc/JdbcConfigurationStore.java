package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.mothergoose.ConfigurationStore;
import io.polargosling.domain.mothergoose.StoredConfiguration;
import io.polargosling.domain.store.Fence;
import java.util.Optional;

/** MotherGoose's configuration, which is one row. */
final class JdbcConfigurationStore implements ConfigurationStore {

    static final Table TABLE = Table.of("mg_config")
            .key(TEXT, "id")
            .with(TEXT, "config", "git_commit")
            .with(TIME, "synced_at");

    private static final String CURRENT = "current";

    private final Database database;

    JdbcConfigurationStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<StoredConfiguration> current() {
        return database.read(
                "reading the configuration",
                db -> db.find(
                        TABLE.select().where("id", CURRENT),
                        cells -> new StoredConfiguration(
                                cells.text("config"), CommitId.of(cells.text("git_commit")), cells.time("synced_at"))));
    }

    @Override
    public void save(StoredConfiguration configuration, Fence fence) {
        database.change(
                "writing the configuration of commit " + configuration.commit().abbreviated(), db -> {
                    Fences.hold(db, fence);
                    db.save(TABLE.row()
                            .set("id", CURRENT)
                            .set("config", configuration.config())
                            .set("git_commit", configuration.commit().value())
                            .set("synced_at", configuration.syncedAt()));
                });
    }
}
