package io.polargosling.domain.pool;

import java.util.OptionalInt;

/**
 * How many slots an egg may hold at once.
 *
 * @param pool of the pool that slots are taken from
 * @param all of Apex and serverless together; empty for an egg whose kind is written, where the pool's is enough
 */
public record SlotLimits(int pool, OptionalInt all) {

    /** A limit of the pool alone. */
    public static SlotLimits of(int pool) {
        return new SlotLimits(pool, OptionalInt.empty());
    }

    /** These with a limit for Apex and serverless together. */
    public SlotLimits withAll(int maximum) {
        return new SlotLimits(pool, OptionalInt.of(maximum));
    }
}
