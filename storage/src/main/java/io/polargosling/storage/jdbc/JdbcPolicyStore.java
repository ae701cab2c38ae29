package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.policy.PolicyStore;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.store.Fence;
import java.time.Instant;
import java.util.Optional;

/** UglyFox's policy, which is one row. */
final class JdbcPolicyStore implements PolicyStore {

    private static final String CURRENT = "current";

    static final Table TABLE = Table.of("uf_config")
            .key(TEXT, "id")
            .with(TEXT, "config", "git_commit")
            .with(TIME, "synced_at");

    private final Database database;

    JdbcPolicyStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<PruningPolicy> current() {
        return database.read(
                "reading the policy",
                db -> db.find(
                        TABLE.select().where("id", CURRENT),
                        cells -> Json.read(cells.text("config"), PruningPolicy.class)));
    }

    @Override
    public void save(PruningPolicy policy, CommitId commit, Instant now, Fence fence) {
        database.change("writing the policy of commit " + commit.abbreviated(), db -> {
            Fences.hold(db, fence);
            db.save(TABLE.row()
                    .set("id", CURRENT)
                    .set("config", Json.write(policy))
                    .set("git_commit", commit.value())
                    .set("synced_at", now));
        });
    }
}
