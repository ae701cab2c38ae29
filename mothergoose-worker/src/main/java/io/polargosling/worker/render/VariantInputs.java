package io.polargosling.worker.render;

import io.polargosling.domain.runner.RunnerId;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one variant is to make.
 *
 * @param retired true when what its runners share is to go with the last of them
 * @param instances the runners that are to exist
 */
public record VariantInputs(boolean retired, Map<RunnerId, ? extends Instance> instances) {

    public VariantInputs {
        instances = new TreeMap<>(instances);
    }
}
