package io.polargosling.domain.sync;

import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The Nest's head and the history of syncs. */
public interface SyncStore {

    /** What the store's content was read from; empty before the first sync. */
    Optional<NestHead> head();

    /** Records that the branch's head was still the stored one. */
    void checked(Instant now, Fence fence);

    /** Adds a history row and, when {@code head} is given, moves the head, in one atomic write. */
    void record(SyncRecord sync, Optional<NestHead> head, Fence fence);

    /** The sync {@code id}. */
    Optional<SyncRecord> find(UUID id);

    /** The history, newest first. */
    Page<SyncRecord> history(PageRequest page);

    /**
     * Deletes history rows of syncs that began before {@code limit}.
     *
     * @param atMost 1 to 500
     * @return how many; there may be more when it is {@code atMost}
     */
    int forgetBefore(Instant limit, int atMost);
}
