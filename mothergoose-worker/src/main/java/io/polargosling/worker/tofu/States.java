package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.worker.render.StateBackend;
import java.util.Optional;

/**
 * The states of all eggs, each of which only OpenTofu writes.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException}.
 */
interface States {

    /** Where the egg's state lies. */
    StateBackend backend(EggName egg);

    /** What is readable of the egg's state; empty when there is none yet. */
    Optional<StateHead> head(EggName egg);

    /**
     * Removes the lock that a run left, which must have ended: only one that was made while it lasted, by a process of
     * its host, and that no process holds. Any other is left alone.
     */
    void unlockAfter(TofuRun run);

    /** Why no state may be kept as things are; empty when one may. Says what to do. */
    Optional<String> refusal();

    /** Why nothing may be run on the egg's state as things are; empty when it may. Says what to do. */
    Optional<String> refusal(EggName egg);
}
