package io.polargosling.domain.status;

import io.polargosling.domain.egg.EggName;
import java.util.Optional;

/**
 * Reads the status of eggs at the cost of at most three calls to the database; where a call gives a hundred rows at most,
 * of one more for each hundred runners beyond the first.
 */
public interface EggStatusReader {

    /**
     * The egg's status; empty when there is no such egg.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when the database does not answer
     */
    Optional<EggStatus> of(EggName egg);
}
