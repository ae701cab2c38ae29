package io.polargosling.worker.tofu;

import io.polargosling.worker.render.ProviderMirror;

/** Gives the mirror that runs take providers from, filled when it must be. */
@FunctionalInterface
public interface Mirrors {

    /**
     * The mirror as it is to be now; what is given out is never changed afterwards.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when it cannot be filled
     */
    ProviderMirror current();
}
