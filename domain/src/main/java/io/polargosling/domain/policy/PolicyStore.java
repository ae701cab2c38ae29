package io.polargosling.domain.policy;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.store.Fence;
import java.time.Instant;
import java.util.Optional;

/** The policy now in force. */
public interface PolicyStore {

    /** The policy of the Nest; empty before the first sync. */
    Optional<PruningPolicy> current();

    /** Replaces the policy. */
    void save(PruningPolicy policy, CommitId commit, Instant now, Fence fence);
}
