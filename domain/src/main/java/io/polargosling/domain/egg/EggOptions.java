package io.polargosling.domain.egg;

import io.polargosling.domain.pool.PoolLimits;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an egg may say beyond the necessary.
 *
 * @param environment variables of every job; values may be secret URIs
 * @param pools limits that override the matching condition of UglyFox's file
 * @param riftServer present when the egg uses a Rift; {@link #OWN_RIFT} for the one that is deployed for it
 * @param enabled false drains the egg
 */
public record EggOptions(
        Map<String, String> environment,
        Optional<PoolLimits> pools,
        Optional<String> riftServer,
        Optional<String> goslingVersion,
        Optional<String> opentofuVersion,
        boolean enabled) {

    /** Stands for a server that the file does not name; no host has this name. */
    public static final String OWN_RIFT = "-";

    public EggOptions {
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    }
}
