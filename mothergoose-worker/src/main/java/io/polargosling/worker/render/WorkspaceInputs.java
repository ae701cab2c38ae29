package io.polargosling.worker.render;

import io.polargosling.domain.runner.RunnerId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a workspace is rendered from.
 *
 * @param state where the egg's state lies
 * @param mirror where providers are taken from
 * @param shared what its runners have in common; empty only where all of them are local
 * @param folder the folder of the Yandex cloud; empty when there is none
 * @param variants what each variant that is called is to make
 */
public record WorkspaceInputs(
        String tofuVersion,
        StateBackend state,
        ProviderMirror mirror,
        Optional<SharedInputs> shared,
        Optional<String> folder,
        Map<Variant, VariantInputs> variants) {

    public WorkspaceInputs {
        var sorted = new EnumMap<Variant, VariantInputs>(Variant.class);
        sorted.putAll(variants);
        variants = sorted;
    }

    /** One whose runners are processes of this host. */
    public static WorkspaceInputs local(
            String tofuVersion, StateBackend state, ProviderMirror mirror, Map<RunnerId, LocalInstance> instances) {
        return new WorkspaceInputs(
                tofuVersion,
                state,
                mirror,
                Optional.empty(),
                Optional.empty(),
                Map.of(Variant.LOCAL, new VariantInputs(false, instances)));
    }
}
