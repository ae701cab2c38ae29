package io.polargosling.storage.jdbc;

import io.polargosling.domain.egg.EggName;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The eggs whose runners have something to do by now, each named once, the earliest first. */
final class DueEggs {

    private static final int ROWS_AT_ONCE = 500;

    private record Due(Instant at, String egg) {}

    private DueEggs() {}

    static List<EggName> find(Session db, Instant now, int limit) {
        var earliest = earliest(db, "deadline_at", "runners_deadline", now, limit);
        earliest(db, "next_action_at", "runners_next_action", now, limit)
                .forEach((egg, at) -> earliest.merge(egg, at, (one, other) -> one.isBefore(other) ? one : other));
        return earliest.entrySet().stream()
                .sorted(Map.Entry.<String, Instant>comparingByValue()
                        .thenComparing(Map.Entry::getKey, Comparator.naturalOrder()))
                .limit(limit)
                .map(entry -> EggName.of(entry.getKey()))
                .toList();
    }

    /** The first {@code limit} eggs by {@code column}, with their times. */
    private static Map<String, Instant> earliest(Session db, String column, String index, Instant now, int limit) {
        Map<String, Instant> found = new LinkedHashMap<>();
        Optional<Due> last = Optional.empty();
        while (found.size() < limit) {
            var rows =
                    RunnerRows.TABLE.select().only("egg_name", column).by(index).upTo(column, now);
            // An egg may have many rows of one time; this steps over them.
            last.ifPresent(place -> rows.beyond(column, place.at(), "egg_name", place.egg()));
            var page = db.list(rows.rising(column, "egg_name").limit(ROWS_AT_ONCE), cells -> due(cells, column));
            page.forEach(due -> found.putIfAbsent(due.egg(), due.at()));
            if (page.size() < ROWS_AT_ONCE) {
                break;
            }
            last = Optional.of(page.getLast());
        }
        return found;
    }

    private static Due due(Cells cells, String column) throws SQLException {
        return new Due(cells.time(column), cells.text("egg_name"));
    }
}
