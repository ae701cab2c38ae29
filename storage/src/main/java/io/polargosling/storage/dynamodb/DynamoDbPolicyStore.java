package io.polargosling.storage.dynamodb;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.policy.PolicyStore;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.store.Fence;
import java.time.Instant;
import java.util.Optional;

/** UglyFox's policy, which is one item. */
final class DynamoDbPolicyStore implements PolicyStore {

    private final Table table;
    private final CurrentItem<Content> current;

    DynamoDbPolicyStore(Table table) {
        this.table = table;
        current = new CurrentItem<>(table, Keys.policy(), Content.class);
    }

    private record Content(PruningPolicy config, CommitId gitCommit, Instant syncedAt) {}

    @Override
    public Optional<PruningPolicy> current() {
        return current.read("reading the policy").map(Content::config);
    }

    @Override
    public void save(PruningPolicy policy, CommitId commit, Instant now, Fence fence) {
        String what = "writing the policy of commit " + commit.abbreviated();
        table.change(what, transaction -> {
            transaction.hold(fence);
            current.put(what, transaction, new Content(policy, commit, now));
        });
    }
}
