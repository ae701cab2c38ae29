package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.infrastructure.InfrastructureStore;
import io.polargosling.domain.infrastructure.StoredInfrastructure;
import io.polargosling.domain.store.Fence;
import java.util.Optional;

/** MotherGoose's configuration, which is one row. */
final class JdbcInfrastructureStore implements InfrastructureStore {

    static final Table TABLE = Table.of("mg_config")
            .key(TEXT, "id")
            .with(TEXT, "config", "git_commit")
            .with(TIME, "synced_at");

    private static final String CURRENT = "current";

    private final Database database;

    JdbcInfrastructureStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<StoredInfrastructure> current() {
        return database.read(
                "reading the configuration",
                db -> db.find(
                        TABLE.select().where("id", CURRENT),
                        cells -> new StoredInfrastructure(
                                cells.text("config"), CommitId.of(cells.text("git_commit")), cells.time("synced_at"))));
    }

    @Override
    public void save(StoredInfrastructure configuration, Fence fence) {
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
