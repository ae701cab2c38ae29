package io.polargosling.storage.dynamodb;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Runners as items. */
final class RunnerItems {

    static final String ALL = "RUNNERS";

    /** Those whose deadline or next action is to come. */
    static final String DUE = "RUNNERS#due";

    /** Those that are gone, by the time since when. */
    static final String TERMINATED = "RUNNERS#terminated";

    /** The other runners of the last write, with the versions it gave them. */
    private static final String WRITTEN_WITH = "written_with";

    private RunnerItems() {}

    static String ofEgg(EggName egg) {
        return "RUNNERS#egg#" + egg.value();
    }

    static String inState(RunnerState state) {
        return "RUNNERS#state#" + state.word();
    }

    static String place(Runner runner) {
        return Places.timeAndId(runner.origin().createdAt(), runner.id());
    }

    static Item item(Runner runner, AttributeValue writtenWith) {
        String place = place(runner);
        var item = Item.at(Keys.runner(runner.id()))
                .version(runner.version())
                .doc(runner)
                .with(WRITTEN_WITH, writtenWith)
                .in(Index.LIST_1, ALL, place)
                .in(Index.LIST_2, ofEgg(runner.egg()), place)
                .in(Index.LIST_3, Shards.of(inState(runner.state()), runner.id()), place);
        if (runner.state() == RunnerState.TERMINATED) {
            return item.in(
                    Index.TODO, TERMINATED, Places.timeAndId(runner.status().since(), runner.id()));
        }
        return nextLook(runner)
                .map(at -> item.in(
                        Index.TODO,
                        // All runners of an egg in one part, so that the egg is met once.
                        Shards.of(DUE, runner.egg()),
                        Places.time(at) + "#" + runner.egg() + "#" + runner.id()))
                .orElse(item);
    }

    static Runner runner(Item item) {
        return item.doc(Runner.class);
    }

    /** The egg of an item in a list of due runners. */
    static EggName dueEgg(String place) {
        return EggName.of(place.split("#", -1)[1]);
    }

    /** The time of an item in a list of due runners, as it sorts. */
    static String dueTime(String place) {
        return place.split("#", -1)[0];
    }

    private static Optional<Instant> nextLook(Runner runner) {
        var schedule = runner.schedule();
        return Stream.of(schedule.deadline(), schedule.nextAction())
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    /** What each row of one write says about the others, and the fleet about all of them. */
    static AttributeValue together(List<Runner> written) {
        var versions = new LinkedHashMap<String, AttributeValue>();
        written.forEach(runner -> versions.put(runner.id().value(), Value.number(runner.version())));
        return AttributeValue.fromM(versions);
    }

    static void together(Fleet.Change change, AttributeValue versions) {
        change.set(WRITTEN_WITH, versions);
    }

    /**
     * The runners of {@code fleet} that are not terminated, oldest first; empty when the rows are not of one time: a read
     * of several items may meet a transaction in the middle, which shows in a row being older than another one, or the
     * fleet, says that it was when they were written together.
     */
    static Optional<List<Runner>> live(Table table, String what, Fleet fleet) {
        var rows = table.getAll(what, keys(fleet.live()));
        boolean ofOneTime = fleet.live().stream().allMatch(id -> rows.containsKey(Keys.runner(id)))
                && Stream.concat(fleet.item().stream(), rows.values().stream()).allMatch(row -> agrees(row, rows));
        if (!ofOneTime) {
            return Optional.empty();
        }
        return Optional.of(rows.values().stream()
                .map(RunnerItems::runner)
                .filter(runner -> runner.state() != RunnerState.TERMINATED)
                .sorted(Comparator.comparing(RunnerItems::place))
                .toList());
    }

    private static boolean agrees(Item row, Map<Key, Item> rows) {
        var others = row.attributes().get(WRITTEN_WITH);
        return others == null
                || others.m().entrySet().stream().allMatch(other -> {
                    var found = rows.get(Keys.runner(RunnerId.of(other.getKey())));
                    return found == null
                            || found.version()
                                    >= Long.parseLong(other.getValue().n());
                });
    }

    static List<Key> keys(Collection<RunnerId> ids) {
        return ids.stream().map(Keys::runner).toList();
    }
}
