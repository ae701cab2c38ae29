package io.polargosling.domain.mothergoose;

import io.polargosling.domain.store.Fence;
import java.util.Optional;

/**
 * MotherGoose's configuration now in force.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException}.
 */
public interface ConfigurationStore {

    /** The configuration; empty before the first sync of a Nest that has one. */
    Optional<StoredConfiguration> current();

    /**
     * Replaces the configuration.
     *
     * @throws io.polargosling.domain.problem.ConflictException when the lease has another owner by now
     */
    void save(StoredConfiguration configuration, Fence fence);
}
