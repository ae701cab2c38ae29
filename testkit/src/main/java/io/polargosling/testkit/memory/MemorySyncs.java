package io.polargosling.testkit.memory;

import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.sync.NestHead;
import io.polargosling.domain.sync.SyncRecord;
import io.polargosling.domain.sync.SyncStore;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The Nest's head and the history of syncs. */
final class MemorySyncs implements SyncStore {

    private static final String CURRENT = "current";
    private static final Listing<SyncRecord, Listing.Moment> NEWEST =
            Listing.newest(sync -> sync.timing().startedAt(), sync -> sync.id().toString());

    private final Rows rows;
    private final MemoryLeases leases;
    private final Table<String, NestHead> head;
    private final Table<UUID, SyncRecord> history;

    MemorySyncs(Rows rows, MemoryLeases leases) {
        this.rows = rows;
        this.leases = leases;
        head = new Table<>(rows, "the Nest's head");
        history = new Table<>(rows, "syncs");
    }

    @Override
    public Optional<NestHead> head() {
        return rows.read(() -> head.find(CURRENT));
    }

    @Override
    public void checked(Instant now, Fence fence) {
        rows.change(() -> {
            leases.hold(fence);
            head.find(CURRENT).ifPresent(row -> head.put(CURRENT, new NestHead(row.commit(), row.appliedAt(), now)));
        });
    }

    @Override
    public void record(SyncRecord sync, Optional<NestHead> moved, Fence fence) {
        rows.change(() -> {
            leases.hold(fence);
            history.put(sync.id(), sync);
            moved.ifPresent(to -> head.put(CURRENT, to));
        });
    }

    @Override
    public Optional<SyncRecord> find(UUID id) {
        return rows.read(() -> history.find(id));
    }

    @Override
    public Page<SyncRecord> history(PageRequest page) {
        return rows.read(() -> NEWEST.page(history.all().stream(), page));
    }

    @Override
    public int forgetBefore(Instant limit, int atMost) {
        return history.forget(
                history.all().stream().filter(sync -> sync.timing().startedAt().isBefore(limit)),
                atMost,
                SyncRecord::id);
    }
}
