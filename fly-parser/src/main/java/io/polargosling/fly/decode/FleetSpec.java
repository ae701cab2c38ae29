package io.polargosling.fly.decode;

import java.util.List;
import java.util.Optional;

/**
 * What kind of machines, where, how large and how many.
 *
 * @param type empty when it is decided for each job
 * @param fallbacks in the order they are tried
 */
public record FleetSpec(
        Optional<MachineKind> type,
        CloudSpec cloud,
        List<CloudSpec> fallbacks,
        ResourcesSpec resources,
        RunnerSpec runner,
        Optional<PoolsSpec> pools) {

    public FleetSpec {
        fallbacks = List.copyOf(fallbacks);
    }
}
