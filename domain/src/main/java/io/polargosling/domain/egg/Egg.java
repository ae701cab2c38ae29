package io.polargosling.domain.egg;

import java.time.Instant;
import java.util.Optional;

/**
 * An egg's row, or a bucket's.
 *
 * @param active the revision new runners take
 * @param reason why it is not simply active
 * @param staleConfig true when its file in the Nest is broken and the stored revision serves on
 * @param generation raised by everything that asks for another look
 * @param generationSeen the generation last reconciled; below {@code generation} the egg is dirty
 */
public record Egg(
        EggRevision active,
        EggState state,
        Optional<String> reason,
        boolean staleConfig,
        long generation,
        long generationSeen,
        Instant syncedAt) {

    /** The egg's name. */
    public EggName name() {
        return active.egg();
    }

    /** The active configuration. */
    public FleetConfig config() {
        return active.config();
    }

    /** True when new runners may be made for it. */
    public boolean acceptsRunners() {
        return state.acceptsRunners();
    }
}
