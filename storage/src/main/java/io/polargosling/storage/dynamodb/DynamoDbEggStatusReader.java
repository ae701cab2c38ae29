package io.polargosling.storage.dynamodb;

import io.polargosling.domain.demand.Decision;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.StandingFinding;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.status.EggStatus;
import io.polargosling.domain.status.EggStatusReader;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The status of an egg in three calls: its partition, which holds the row, the fleet, the breaker, the newest decision
 * and the findings; its runners, a hundred to a call; its plans.
 */
final class DynamoDbEggStatusReader implements EggStatusReader {

    private static final int ROWS_BEFORE_FINDINGS = 4;

    private final Table table;

    DynamoDbEggStatusReader(Table table) {
        this.table = table;
    }

    @Override
    public Optional<EggStatus> of(EggName egg) {
        String what = "reading the status of egg \"" + egg + "\"";
        for (int repetition = 0; repetition <= Clients.REPETITIONS; repetition++) {
            var rows = rows(what, egg);
            if (!rows.containsKey(Keys.egg(egg))) {
                return Optional.empty();
            }
            var runners = RunnerItems.live(table, what, Fleet.of(egg, rows));
            if (runners.isPresent()) {
                return Optional.of(status(what, egg, rows, runners.get()));
            }
            Table.pause(what, repetition);
        }
        throw new UnavailableException(what + ": its runners changed at every look (try again later)");
    }

    private Map<Key, Item> rows(String what, EggName egg) {
        var rows = new HashMap<Key, Item>();
        int limit = ROWS_BEFORE_FINDINGS + EggStatus.MAX_FINDINGS;
        table.query(what, Query.of(Index.TABLE, Keys.ofEgg(egg), limit)).forEach(item -> rows.put(item.key(), item));
        return rows;
    }

    private EggStatus status(String what, EggName egg, Map<Key, Item> rows, List<Runner> runners) {
        var plans = table.query(
                what,
                Query.of(Index.TABLE, Keys.plans(egg), EggStatus.MAX_PLANS).newestFirst());
        return new EggStatus(
                at(rows, Keys.egg(egg)).map(EggItems::egg).findFirst().orElseThrow(),
                runners,
                plans.stream().map(PlanItems::plan).toList(),
                at(rows, Keys.newestDecision(egg))
                        .map(item -> item.doc(Decision.class))
                        .findFirst(),
                at(rows, Keys.breaker(egg)).map(DynamoDbBreakerStore::breaker).findFirst(),
                findings(rows));
    }

    private static Stream<Item> at(Map<Key, Item> rows, Key key) {
        return Stream.ofNullable(rows.get(key));
    }

    private static List<StandingFinding> findings(Map<Key, Item> rows) {
        return rows.values().stream()
                .filter(item -> item.key().sort().startsWith(Keys.FINDING))
                .sorted(Comparator.comparing(item -> item.key().sort()))
                .limit(EggStatus.MAX_FINDINGS)
                .map(DynamoDbFindingStore::finding)
                .toList();
    }
}
