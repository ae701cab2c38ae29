package io.polargosling.storage.dynamodb;

import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.sync.NestHead;
import io.polargosling.domain.sync.SyncRecord;
import io.polargosling.domain.sync.SyncStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

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
            transaction.put(Item.pointing(Keys.syncId(sync.id()), Keys.sync(sync)), Expression.NONE);
            head.ifPresent(moved -> current.put(what, transaction, moved));
        });
    }

    @Override
    public Optional<SyncRecord> find(UUID id) {
        String what = "reading sync " + id;
        return table.get(what, Keys.syncId(id))
                .flatMap(pointer -> table.get(what, pointer.target()))
                .map(DynamoDbSyncStore::sync);
    }

    @Override
    public Page<SyncRecord> history(PageRequest page) {
        return Listing.falling(table, Index.TABLE, Keys.SYNCS, item -> Optional.of(sync(item)))
                .page("listing syncs", page);
    }

    @Override
    public int forgetBefore(Instant limit, int atMost) {
        return Forgetting.of(
                        table,
                        "forgetting old syncs",
                        row -> sync(row).timing().startedAt().isBefore(limit))
                .with(row -> Keys.syncId(sync(row).id()))
                .in(List.of(Query.of(Index.TABLE, Keys.SYNCS, Query.ALL).before(Places.time(limit))), atMost);
    }

    private static SyncRecord sync(Item item) {
        return item.doc(SyncRecord.class);
    }
}
