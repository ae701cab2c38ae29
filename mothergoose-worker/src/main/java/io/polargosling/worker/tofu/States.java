package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.worker.render.StateBackend;
import java.util.OptionalLong;

/**
 * The states of all eggs, each of which only OpenTofu writes.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException}.
 */
interface States {

    /** Where the egg's state lies. */
    StateBackend backend(EggName egg);

    /** How often the state was written; empty when there is none yet, or it does not tell. */
    OptionalLong serial(EggName egg);

    /**
     * Removes the lock that a run left, which must have ended: only one that was made while it lasted, by a process of
     * its host, and that no process holds. Any other is left alone.
     */
    void unlockAfter(TofuRun run);
}
