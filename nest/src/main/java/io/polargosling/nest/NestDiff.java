package io.polargosling.nest;

import io.polargosling.domain.egg.EggName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a Nest changes of the eggs and buckets that are stored, each list by name.
 *
 * @param added not stored, or stored as removed
 * @param changed stored with another hash
 * @param unchanged stored with the same hash
 * @param removed stored, and no file of the Nest declares it; one whose file is broken is never here
 * @param stale stored, and its file is broken
 */
public record NestDiff(
        List<NestEntry> added,
        List<NestEntry> changed,
        List<NestEntry> unchanged,
        List<EggName> removed,
        List<EggName> stale) {

    public NestDiff {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        unchanged = List.copyOf(unchanged);
        removed = List.copyOf(removed);
        stale = List.copyOf(stale);
    }

    /** Compares with the hashes of the eggs and buckets that are stored and not removed. */
    public static NestDiff of(NestSnapshot nest, Map<EggName, String> storedHashes) {
        var added = new ArrayList<NestEntry>();
        var changed = new ArrayList<NestEntry>();
        var unchanged = new ArrayList<NestEntry>();
        var declared = nest.fleets();
        for (NestEntry egg : declared.values()) {
            String stored = storedHashes.get(egg.name());
            if (stored == null) {
                added.add(egg);
            } else if (stored.equals(egg.hash())) {
                unchanged.add(egg);
            } else {
                changed.add(egg);
            }
        }
        var removed = new ArrayList<EggName>();
        var stale = new ArrayList<EggName>();
        for (EggName name : new TreeMap<>(storedHashes).keySet()) {
            if (nest.broken().contains(name)) {
                stale.add(name);
            } else if (!declared.containsKey(name)) {
                removed.add(name);
            }
        }
        return new NestDiff(added, changed, unchanged, removed, stale);
    }

    public boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }
}
