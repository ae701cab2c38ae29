package io.polargosling.storage.jdbc;

import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.store.Fence;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The check that every write under a lease begins with. */
final class Fences {

    private Fences() {}

    /**
     * Holds the lease's row to the end of the transaction, so that no one takes the lease between this check and the
     * commit.
     *
     * @throws ConflictException when the lease is free or has another owner
     */
    static void hold(JdbcClient db, Fence fence) {
        boolean held = db.sql("SELECT token FROM leases WHERE \"key\" = ? AND owner IS NOT NULL FOR UPDATE")
                .params(fence.key())
                .query(Long.class)
                .optional()
                .filter(token -> token == fence.token())
                .isPresent();
        if (!held) {
            throw new ConflictException("writing under lease \"" + fence.key() + "\" with token " + fence.token()
                    + ": the lease was lost (expected: still held; take it again and decide anew)");
        }
    }
}
