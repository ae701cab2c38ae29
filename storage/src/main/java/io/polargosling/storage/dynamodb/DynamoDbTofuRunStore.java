package io.polargosling.storage.dynamodb;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.domain.run.TofuRunStore;
import io.polargosling.domain.store.Fence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Run records; the fleet's item knows the open one, and admits one only. */
final class DynamoDbTofuRunStore implements TofuRunStore {

    /** Closed runs by the time of their end. */
    private static final String CLOSED = "RUNS#closed";

    private final Table table;

    DynamoDbTofuRunStore(Table table) {
        this.table = table;
    }

    @Override
    public void save(TofuRun run, Instant now, Fence fence) {
        String what = "writing run " + run.id() + " of egg \"" + run.egg() + "\"";
        table.change(what, transaction -> {
            transaction.hold(fence);
            var rows = table.getAll(what, List.of(Keys.run(run), Keys.fleet(run.egg())));
            var open = Fleet.of(run.egg(), rows).openRun();
            long version = Optional.ofNullable(rows.get(Keys.run(run)))
                    .map(Item::version)
                    .orElse(0L);
            var item = Item.at(Keys.run(run)).version(version + 1).doc(run);
            transaction.put(
                    run.isOpen() ? item : item.in(Index.TODO, CLOSED, Places.timeAndId(now, run.id())),
                    Expression.atVersion(version));
            change(run, open).addTo(transaction, run.egg());
        });
    }

    private static Fleet.Change change(TofuRun run, Optional<String> open) {
        var place = Value.text(Keys.place(run));
        var change = new Fleet.Change();
        if (!run.isOpen()) {
            return open.filter(Keys.place(run)::equals).isPresent()
                    ? change.remove(Fleet.OPEN_RUN).onlyIf("#open_run = :mine", ":mine", place)
                    : change;
        }
        if (open.isEmpty()) {
            return change.set(Fleet.OPEN_RUN, place).onlyIf("attribute_not_exists(#open_run)");
        }
        if (!open.get().equals(Keys.place(run))) {
            throw new ConflictException("opening run " + run.id() + " of egg \"" + run.egg() + "\": run " + open.get()
                    + " is open (expected: none; close it first)");
        }
        return change;
    }

    @Override
    public Optional<TofuRun> open(EggName egg) {
        String what = "reading the open run of egg \"" + egg + "\"";
        for (int repetition = 0; repetition <= Clients.REPETITIONS; repetition++) {
            var place = Fleet.read(table, what, egg).openRun();
            if (place.isEmpty()) {
                return Optional.empty();
            }
            var run = table.get(what, new Key(Keys.runs(egg), place.get())).map(DynamoDbTofuRunStore::run);
            // Missing or closed: we met a transaction in the middle.
            if (run.filter(TofuRun::isOpen).isPresent()) {
                return run;
            }
            Table.pause(what, repetition);
        }
        throw new UnavailableException(what + ": it changed at every look (try again later)");
    }

    @Override
    public Optional<TofuRun> newest(EggName egg) {
        var query = Query.of(Index.TABLE, Keys.runs(egg), 1).newestFirst();
        return table.query("reading the newest run of egg \"" + egg + "\"", query).stream()
                .map(DynamoDbTofuRunStore::run)
                .findFirst();
    }

    @Override
    public int forgetClosed(Instant limit, int atMost) {
        return Forgetting.of(table, "forgetting old runs", row -> !run(row).isOpen())
                .in(List.of(Query.of(Index.TODO, CLOSED, Query.ALL).before(Places.time(limit))), atMost);
    }

    private static TofuRun run(Item item) {
        return item.doc(TofuRun.class);
    }
}
