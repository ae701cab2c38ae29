package io.polargosling.domain.egg;

import java.time.Instant;
import java.util.Optional;

/**
 * An egg's row, or a bucket's.
 *
 * @param active the revision new runners take
 * @param reason why it is not simply active
 * @param staleConfig true when its file in the Nest is broken and the stored revision serves on
 * @param pinnedAgainst hash of the configuration that a rollback left: the Nest's is not taken while it is that one
 * @param generation raised by everything that asks for another look
 * @param generationSeen the generation last reconciled; below {@code generation} the egg is dirty
 */
public record Egg(
        EggRevision active,
        EggState state,
        Optional<String> reason,
        boolean staleConfig,
        Optional<String> pinnedAgainst,
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

    /**
     * The egg once {@code declared} is its configuration: a new revision, with nothing held against it.
     *
     * @param stored the egg as it was; empty for a new one
     * @param number of the revision: one more than the newest stored has, which need not be the active one
     */
    public static Egg revised(
            Optional<Egg> stored, EggDeclaration declared, long number, CommitId commit, Instant now) {
        var config = declared.config();
        return new Egg(
                new EggRevision(config.name(), number, config, declared.hash(), commit, now),
                declaredState(config),
                Optional.empty(),
                false,
                Optional.empty(),
                stored.map(Egg::generation).orElse(0L) + 1,
                stored.map(Egg::generationSeen).orElse(0L),
                now);
    }

    /**
     * This found in the Nest as it is stored, or with the configuration it is pinned against: a removed one is back,
     * which asks for another look; any hash but the one it is pinned against ends the pin.
     */
    public Egg foundAgain(String hash, Instant now) {
        // What degrades an egg is not mended by reading the same configuration again.
        var next = state == EggState.DEGRADED ? EggState.DEGRADED : declaredState(config());
        boolean moved = next != state;
        return new Egg(
                active,
                next,
                moved ? Optional.empty() : reason,
                false,
                pinnedAgainst.filter(hash::equals),
                generation + (moved ? 1 : 0),
                generationSeen,
                now);
    }

    /** This in another state, which asks for another look. */
    public Egg movedTo(EggState next, Optional<String> because) {
        return new Egg(active, next, because, staleConfig, pinnedAgainst, generation + 1, generationSeen, syncedAt);
    }

    /** This with {@code revision} active, and pinned against a configuration or not, which asks for another look. */
    public Egg activated(EggRevision revision, Optional<String> pinned) {
        return new Egg(revision, state, reason, staleConfig, pinned, generation + 1, generationSeen, syncedAt);
    }

    /** True when the Nest's configuration with this hash asks for no new revision: it is active, or pinned against. */
    public boolean keepsRevisionFor(String hash) {
        return active.hash().equals(hash) || pinnedAgainst.filter(hash::equals).isPresent();
    }

    private static EggState declaredState(FleetConfig config) {
        return config.options().enabled() ? EggState.ACTIVE : EggState.DISABLED;
    }
}
