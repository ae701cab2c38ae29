package io.polargosling.storage.dynamodb;

import io.polargosling.domain.egg.EggName;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which eggs have a runner that is to be looked at: a few queries, whatever the number of runners. */
record DueEggs(Table table) {

    private static final int AT_ONCE = 100;

    /** Up to {@code limit} eggs, that with the earliest time first. */
    List<EggName> until(Instant now, int limit) {
        var earliest = new LinkedHashMap<EggName, String>();
        for (var part : Shards.all(RunnerItems.DUE)) {
            earliest.putAll(in(part, now, limit));
        }
        return earliest.entrySet().stream()
                .sorted(Map.Entry.<EggName, String>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<EggName, String> in(String part, Instant now, int limit) {
        var found = new LinkedHashMap<EggName, String>();
        var query = Query.of(Index.TODO, part, AT_ONCE).before(Places.justAfter(now));
        while (found.size() < limit) {
            var items = table.query("listing overdue eggs", query);
            for (var item : items) {
                var place = item.place(Index.TODO);
                found.putIfAbsent(RunnerItems.dueEgg(place), RunnerItems.dueTime(place));
            }
            if (items.size() < AT_ONCE) {
                break;
            }
            query = query.beyond(items.getLast().place(Index.TODO));
        }
        return found;
    }
}
