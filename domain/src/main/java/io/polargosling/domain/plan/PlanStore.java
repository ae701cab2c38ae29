package io.polargosling.domain.plan;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
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
}
