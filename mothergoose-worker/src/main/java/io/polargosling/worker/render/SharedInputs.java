package io.polargosling.worker.render;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the runners of an egg share in a cloud, as the compute module's contract takes it.
 *
 * @param slug the egg's
 * @param labels of shared things: {@code gosling-managed}, {@code gosling-nest}, {@code gosling-egg}
 * @param prefix of the names of all things
 * @param regions where what is shared stays while no runner is there
 * @param cluster the ECS cluster of its containers
 * @param makeIdentity false when each of its runners brings one
 */
public record SharedInputs(
        String slug,
        Map<String, String> labels,
        String prefix,
        List<String> regions,
        Optional<String> cluster,
        boolean makeIdentity) {

    public SharedInputs {
        labels = new TreeMap<>(labels);
        regions = List.copyOf(regions);
    }
}
