package io.polargosling.domain.egg;

import java.time.Instant;

/**
 * One immutable configuration of an egg or bucket.
 *
 * @param number 1 for the first, growing by one
 * @param hash SHA-256 of the canonical configuration, 64 hexadecimal digits
 * @param commit the Nest commit that brought it
 */
public record EggRevision(
        EggName egg, long number, FleetConfig config, String hash, CommitId commit, Instant createdAt) {}
