package io.polargosling.worker.render;

import io.polargosling.domain.runner.RunnerId;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a workspace is rendered from.
 *
 * @param state where the egg's state lies
 * @param mirror where providers are taken from
 * @param instances the runners that are to exist
 */
public record WorkspaceInputs(
        String tofuVersion, StateBackend state, ProviderMirror mirror, Map<RunnerId, LocalInstance> instances) {

    public WorkspaceInputs {
        instances = new TreeMap<>(instances);
    }
}
