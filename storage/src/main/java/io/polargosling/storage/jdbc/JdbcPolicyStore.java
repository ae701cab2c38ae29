package io.polargosling.storage.jdbc;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.policy.PolicyStore;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.store.Fence;
import io.polargosling.storage.json.Json;
import java.time.Instant;
import java.util.Optional;

/** UglyFox's policy, which is one row. */
final class JdbcPolicyStore implements PolicyStore {

    private static final String CURRENT = "current";

    private final Database database;

    JdbcPolicyStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<PruningPolicy> current() {
        return database.read(
                "reading the policy",
                db -> db.sql("SELECT config FROM uf_config WHERE id = ?")
                        .params(CURRENT)
                        .query((row, number) -> Json.read(new Cells(row).text("config"), PruningPolicy.class))
                        .optional());
    }

    @Override
    public void save(PruningPolicy policy, CommitId commit, Instant now, Fence fence) {
        database.change("writing the policy of commit " + commit.abbreviated(), db -> {
            Fences.hold(db, fence);
            Row.of("uf_config")
                    .key("id", CURRENT)
                    .set("config", Json.write(policy))
                    .set("git_commit", commit.value())
                    .set("synced_at", now)
                    .save(db);
        });
    }
}
