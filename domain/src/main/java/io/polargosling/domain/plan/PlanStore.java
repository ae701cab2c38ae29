package io.polargosling.domain.plan;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Plans. */
public interface PlanStore {

    /** The plan {@code id}. */
    Optional<Plan> find(UUID id);

    /** The egg's plans, newest first. */
    Page<Plan> ofEgg(EggName egg, PageRequest page);

    /** The egg's plans that are pending or applying. */
    List<Plan> open(EggName egg);

    /**
     * Writes a plan: new when its version is 0, else changed at that version.
     *
     * @return the row as written
     * @throws io.polargosling.domain.problem.ConflictException when the version is not the stored one, the move is
     *     not legal, or the lease has another owner by now
     */
    Plan save(Plan plan, Fence fence);

    /**
     * Deletes plans of the egg that were made before {@code limit}, except the {@code kept} newest ones and those that
     * are pending or applying.
     *
     * @param kept 0 to 100
     * @param atMost 1 to 500
     * @return how many; there may be more when it is {@code atMost}
     */
    int forgetBefore(EggName egg, Instant limit, int kept, int atMost);
}
