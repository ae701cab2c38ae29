package io.polargosling.domain.run;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.store.Fence;
import java.time.Instant;
import java.util.Optional;

/** Run records; at most one of an egg is open. */
public interface TofuRunStore {

    /**
     * Writes the record, new or changed.
     *
     * @throws io.polargosling.domain.problem.ConflictException when another run of the egg is open, or the lease has
     *     another owner by now
     */
    void save(TofuRun run, Instant now, Fence fence);

    /** The egg's open run. */
    Optional<TofuRun> open(EggName egg);

    /** The egg's newest run, open or closed. */
    Optional<TofuRun> newest(EggName egg);

    /**
     * Deletes records of runs that were closed before {@code limit}.
     *
     * @param atMost 1 to 500
     * @return how many; there may be more when it is {@code atMost}
     */
    int forgetClosed(Instant limit, int atMost);
}
