package io.polargosling.domain.infrastructure;

import io.polargosling.domain.store.Fence;
import java.util.Optional;

/**
 * MotherGoose's configuration now in force.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException}.
 */
public interface InfrastructureStore {

    /** The configuration; empty before the first sync of a Nest that has one. */
    Optional<StoredInfrastructure> current();

    /**
     * Replaces the configuration.
     *
     * @throws io.polargosling.domain.problem.ConflictException when the lease has another owner by now
     */
    void save(StoredInfrastructure configuration, Fence fence);
}
