package io.polargosling.storage.jdbc;

import io.polargosling.domain.lease.LeaseRow;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.store.Fence;

/** The check that every write under a lease begins with. */
final class Fences {

    private Fences() {}

    /**
     * Holds the lease's row to the end of the transaction, so that no one takes the lease between this check and the
     * commit.
     *
     * @return the row
     * @throws ConflictException when the lease is free or has another owner
     */
    static LeaseRow hold(Session db, Fence fence) {
        return JdbcLeaseStore.lock(db, fence.key())
                .filter(row -> row.owner().isPresent() && row.token() == fence.token())
                .orElseThrow(() ->
                        new ConflictException("writing under lease \"" + fence.key() + "\" with token " + fence.token()
                                + ": the lease was lost (expected: still held; take it again and decide anew)"));
    }
}
