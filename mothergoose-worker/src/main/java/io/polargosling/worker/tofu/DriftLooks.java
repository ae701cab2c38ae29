package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggName;
import java.util.Optional;

/** Looks at whether machines are still what the state says they are. */
public interface DriftLooks {

    /**
     * Compares the egg's state with the clouds, and changes neither: no lease, no run record, no lock of the state.
     *
     * @param request whose machines are all that exist
     * @return empty when runs have need of every place; to be tried later
     * @throws io.polargosling.domain.problem.UnavailableException when OpenTofu is missing, or this process is being
     *     stopped
     */
    Optional<Drift> drift(ApplyRequest request);

    /**
     * True when the egg has a state that an earlier key than the present one encrypted.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when the state or the keys cannot be read
     */
    boolean isOfEarlierKey(EggName egg);
}
