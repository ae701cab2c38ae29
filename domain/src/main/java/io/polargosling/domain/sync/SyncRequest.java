package io.polargosling.domain.sync;

import io.polargosling.domain.egg.CommitId;
import java.util.Optional;

/**
 * What is asked of a sync of the Nest.
 *
 * @param commit waited for until the branch's head contains it; empty for the head as it is
 * @param force read and write everything, even when the head was read before
 * @param allowMassRemoval remove eggs even when that is most of them
 */
public record SyncRequest(Optional<CommitId> commit, boolean force, boolean allowMassRemoval) {

    /** The head as it is, if it is new. */
    public static SyncRequest usual() {
        return new SyncRequest(Optional.empty(), false, false);
    }
}
