package io.polargosling.storage.dynamodb;

import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.problem.ConflictException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Slots taken and given back in one write, as conditional changes of the fleet's counters. */
record Slots(Fleet fleet, Fleet.Change change) {

    Slots(Fleet fleet) {
        this(fleet, new Fleet.Change());
    }

    /**
     * Sets the pool's maximum and takes {@code count} slots if they are free.
     *
     * @return false when there is not room for all; only the maximum is changed then
     */
    boolean reserve(Pool pool, int count, int maximum) {
        String used = Fleet.used(pool.word());
        change.set(Fleet.max(pool.word()), Value.number(maximum));
        if (fleet.used(pool) + count > maximum) {
            change.begin(used);
            return false;
        }
        change.add(used, Value.number(count))
                .onlyIf(
                        "attribute_not_exists(#" + used + ") OR #" + used + " <= :room",
                        ":room",
                        Value.number(maximum - count));
        return true;
    }

    /**
     * Moves slots between pools; what is given back makes room for what is taken.
     *
     * @throws ConflictException when there is no free slot in a pool that one is taken from
     */
    void move(Map<Pool, Integer> given, Map<Pool, Integer> taken) {
        var moved = new EnumMap<Pool, Integer>(Pool.class);
        given.forEach((pool, count) -> moved.merge(pool, -Math.min(count, fleet.used(pool)), Integer::sum));
        taken.forEach((pool, count) -> moved.merge(pool, count, Integer::sum));
        moved.forEach((pool, count) -> {
            if (count != 0) {
                move(pool, count, Optional.ofNullable(taken.get(pool)).isPresent());
            }
        });
    }

    private void move(Pool pool, int count, boolean taken) {
        int maximum = fleet.maximum(pool);
        if (taken && fleet.used(pool) + count > maximum) {
            throw new ConflictException("moving a runner of egg \"" + fleet.egg() + "\" to pool " + pool.word()
                    + ": no free slot (expected: one; reserve first or make room)");
        }
        String used = Fleet.used(pool.word());
        change.add(used, Value.number(count));
        if (count > 0) {
            // Also sees to it that the maximum is still the one that was read.
            String max = Fleet.max(pool.word());
            change.onlyIf(
                            "#" + used + " <= :room_" + pool.word(),
                            ":room_" + pool.word(),
                            Value.number(maximum - count))
                    .onlyIf("#" + max + " = :max_" + pool.word(), ":max_" + pool.word(), Value.number(maximum));
        } else {
            change.onlyIf("#" + used + " >= :held_" + pool.word(), ":held_" + pool.word(), Value.number(-count));
        }
    }
}
