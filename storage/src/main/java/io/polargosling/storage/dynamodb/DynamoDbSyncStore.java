package io.polargosling.storage.dynamodb;

import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.sync.NestHead;
import io.polargosling.domain.sync.SyncRecord;
import io.polargosling.domain.sync.SyncStore;
import java.time.Instant;
import java.util.Optional;

/** The Nest's head, which is one item, and the history, which is one partition. */
final class DynamoDbSyncStore implements SyncStore {

    private final Table table;
    private final CurrentItem<NestHead> current;

    DynamoDbSyncStore(Table table) {
        this.table = table;
        current = new CurrentItem<>(table, Keys.nestHead(), NestHead.class);
    }

    @Override
    public Optional<NestHead> head() {
        return current.read("reading the Nest's head");
    }

    @Override
    public void checked(Instant now, Fence fence) {
        String what = "recording that the Nest was checked";
        table.change(what, transaction -> {
            transaction.hold(fence);
            current.read(what)
                    .map(head -> new NestHead(head.commit(), head.appliedAt(), now))
                    .ifPresent(head -> current.put(what, transaction, head));
        });
    }

    @Override
    public void record(SyncRecord sync, Optional<NestHead> head, Fence fence) {
        String what = "recording sync " + sync.id();
        table.change(what, transaction -> {
            transaction.hold(fence);
            transaction.put(Item.at(Keys.sync(sync)).doc(sync), Expression.NONE);
            head.ifPresent(moved -> current.put(what, transaction, moved));
        });
    }

    @Override
    public Page<SyncRecord> history(PageRequest page) {
        return new Listing<>(table, Index.TABLE, Keys.SYNCS, true, item -> Optional.of(item.doc(SyncRecord.class)))
                .page("listing syncs", page);
    }
}
