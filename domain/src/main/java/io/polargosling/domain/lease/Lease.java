package io.polargosling.domain.lease;

import io.polargosling.domain.store.Fence;

/** A lease held by this process. */
public record Lease(String key, String owner, long token) {

    /** The fence of writes made under this lease. */
    public Fence fence() {
        return new Fence(key, token);
    }
}
