package io.polargosling.domain.egg;

/**
 * What tells whether an egg's row has to be written again, without its configuration.
 *
 * @param hash of the active configuration
 * @param stale true when its file in the Nest is broken and the stored revision serves on
 * @param dirty true when something asked for another look that was not taken yet
 */
public record EggDigest(EggName name, String hash, EggState state, boolean stale, boolean dirty) {}
