package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.worker.render.ProviderMirror;
import java.util.Set;

/** Gives the mirror that runs take providers from, filled when it must be. */
@FunctionalInterface
public interface Mirrors {

    /**
     * The mirror as it is to be now for runners in {@code clouds}; what is given out is not changed while a run may use
     * it. Processes of this host need no provider, so for them alone nothing is looked up.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when it cannot be filled
     */
    ProviderMirror current(Set<CloudProvider> clouds);
}
