package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.worker.render.LocalInstance;
import java.util.Map;
import java.util.Set;

/**
 * What a run is to bring about.
 *
 * @param instances every runner that is to exist after it
 * @param mayCreate those of them that may be missing before it
 * @param mayDestroy runners that may be removed by it
 * @param machines runners whose machine exists before it
 */
public record ApplyRequest(
        EggRevision revision,
        Map<RunnerId, LocalInstance> instances,
        Set<RunnerId> mayCreate,
        Set<RunnerId> mayDestroy,
        Set<RunnerId> machines) {

    public ApplyRequest {
        instances = Map.copyOf(instances);
        mayCreate = Set.copyOf(mayCreate);
        mayDestroy = Set.copyOf(mayDestroy);
        machines = Set.copyOf(machines);
    }
}
