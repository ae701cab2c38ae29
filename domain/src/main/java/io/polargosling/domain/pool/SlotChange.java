package io.polargosling.domain.pool;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one write changes in an egg's counters of slots.
 *
 * @param pools slots taken less slots given back, of each pool where that is not 0
 */
public record SlotChange(Map<Pool, Integer> pools) {

    public SlotChange {
        pools = Map.copyOf(pools);
    }

    /** {@code count} slots of {@code pool} taken. */
    public static SlotChange taking(Pool pool, int count) {
        return new SlotChange(Map.of(pool, count));
    }

    /** What is held before, each pool once for each runner that holds a slot of it, and after. */
    public static SlotChange between(Collection<Pool> before, Collection<Pool> after) {
        var changes = new EnumMap<Pool, Integer>(Pool.class);
        before.forEach(pool -> changes.merge(pool, -1, Integer::sum));
        after.forEach(pool -> changes.merge(pool, 1, Integer::sum));
        changes.values().removeIf(change -> change == 0);
        return new SlotChange(changes);
    }

    /** Change of the slots of {@code pool}. */
    public int of(Pool pool) {
        return pools.getOrDefault(pool, 0);
    }

    /** Change of the slots that count together, see {@link Pool#countsInAll()}. */
    public int all() {
        return pools.entrySet().stream()
                .filter(change -> change.getKey().countsInAll())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** True when no counter changes. */
    public boolean isEmpty() {
        return pools.isEmpty();
    }
}
