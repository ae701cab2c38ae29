package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.COUNT;
import static io.polargosling.storage.jdbc.Table.Type.TEXT;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.pool.CapacityDrift;
import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotChange;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.CapacityException;
import io.polargosling.domain.runner.ReserveOutcome;
import io.polargosling.domain.runner.Runner;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * The counters of slots, read under a lock, checked and written inside a transaction of the caller: one of each pool and
 * one, {@code all}, of Apex and serverless together. They are always locked in the order of their names.
 */
final class Capacity {

    static final Table TABLE =
            Table.of("capacity").key(TEXT, "egg_name", "pool").with(COUNT, "used", "maximum");

    private static final List<Pool> BY_NAME = List.of(Pool.APEX, Pool.JOB, Pool.NADIR, Pool.SERVERLESS);

    private final Session db;
    private final EggName egg;

    Capacity(Session db, EggName egg) {
        this.db = db;
        this.egg = egg;
    }

    /** A counter's row, or the one it would be. */
    private record Counter(String name, int used, int maximum, boolean isStored) {

        Counter changed(int count, int limit) {
            return new Counter(name, Math.max(0, used + count), limit, isStored);
        }

        boolean hasRoom(int count, int limit) {
            return count <= 0 || used + count <= limit;
        }
    }

    /**
     * Takes {@code count} slots of {@code pool} if that leaves no more than the limits in use; the limits are kept.
     *
     * @return what is in use when there was no room; empty when the slots were taken
     */
    Optional<ReserveOutcome.Exhausted> reserve(Pool pool, int count, SlotLimits limits) {
        var change = SlotChange.taking(pool, count);
        var all = change.all() == 0 ? Optional.<Counter>empty() : Optional.of(lockAll());
        var own = lock(pool.word());
        int most = limits.all().orElse(Integer.MAX_VALUE);
        boolean room = own.hasRoom(count, limits.pool());
        boolean roomInAll = all.stream().allMatch(counter -> counter.hasRoom(count, most));
        int taken = room && roomInAll ? count : 0;
        all.ifPresent(counter -> save(counter.changed(taken, limits.all().orElse(counter.maximum()))));
        save(own.changed(taken, limits.pool()));
        if (taken > 0) {
            return Optional.empty();
        }
        var full = room ? all.orElse(own) : own;
        int maximum = room ? most : limits.pool();
        return Optional.of(new ReserveOutcome.Exhausted(new CapacityUse(pool, full.used(), maximum), room));
    }

    /**
     * Carries out {@code change}.
     *
     * @throws CapacityException when there is no room for it
     */
    void change(SlotChange change, Optional<SlotLimits> limits) {
        int ofAll = change.all();
        if (ofAll != 0) {
            var all = lockAll();
            var most = limits.map(SlotLimits::all).orElse(OptionalInt.empty());
            if (!all.hasRoom(ofAll, most.orElse(Integer.MAX_VALUE))) {
                throw full(all, most.orElseThrow());
            }
            save(all.changed(ofAll, most.orElse(all.maximum())));
        }
        for (var pool : BY_NAME) {
            int count = change.of(pool);
            if (count != 0) {
                change(lock(pool.word()), count, limits);
            }
        }
    }

    private void change(Counter counter, int count, Optional<SlotLimits> limits) {
        int maximum = count > 0 ? limits.map(SlotLimits::pool).orElse(counter.maximum()) : counter.maximum();
        if (!counter.hasRoom(count, maximum)) {
            throw full(counter, maximum);
        }
        save(counter.changed(count, maximum));
    }

    private CapacityException full(Counter counter, int maximum) {
        return new CapacityException("moving runners of egg \"" + egg + "\" between pools: " + counter.used() + " of "
                + maximum + " slots of " + counter.name() + " are held (expected: a free one)");
    }

    /**
     * Writes what the runners hold where the counters say something else, and tells where.
     *
     * @param live asked once no counter can change any more
     */
    List<CapacityDrift> recount(Supplier<List<Runner>> live) {
        var all = lockAll();
        var pools = BY_NAME.stream().map(pool -> lock(pool.word())).toList();
        var held = SlotChange.between(
                List.of(),
                live.get().stream().flatMap(runner -> runner.slots().stream()).toList());
        var drifts = new ArrayList<CapacityDrift>();
        correct(all, held.all()).ifPresent(drifts::add);
        pools.forEach(
                counter -> correct(counter, held.of(Pool.of(counter.name()))).ifPresent(drifts::add));
        return List.copyOf(drifts);
    }

    private Optional<CapacityDrift> correct(Counter counter, int counted) {
        if (counter.used() == counted) {
            return Optional.empty();
        }
        save(new Counter(counter.name(), counted, counter.maximum(), counter.isStored()));
        return Optional.of(new CapacityDrift(counter.name(), counted, counter.used()));
    }

    static List<CapacityUse> of(Session db, EggName egg) {
        return db.list(TABLE.select().where("egg_name", egg.value()).rising("pool"), Capacity::counter).stream()
                .flatMap(counter -> Arrays.stream(Pool.values())
                        .filter(pool -> pool.word().equals(counter.name()))
                        .map(pool -> new CapacityUse(pool, counter.used(), counter.maximum())))
                .toList();
    }

    /** Where the counter of both kinds was never written, it is what the others say. */
    private Counter lockAll() {
        var stored = lock(CapacityDrift.ALL);
        if (stored.isStored()) {
            return stored;
        }
        int used = of(db, egg).stream()
                .filter(use -> use.pool().countsInAll())
                .mapToInt(CapacityUse::used)
                .sum();
        return new Counter(CapacityDrift.ALL, used, 0, false);
    }

    private Counter lock(String name) {
        return db.find(
                        TABLE.select()
                                .where("egg_name", egg.value())
                                .where("pool", name)
                                .lock(),
                        Capacity::counter)
                .orElse(new Counter(name, 0, 0, false));
    }

    private void save(Counter counter) {
        var row = TABLE.row()
                .set("egg_name", egg.value())
                .set("pool", counter.name())
                .set("used", counter.used())
                .set("maximum", counter.maximum());
        if (counter.isStored()) {
            db.update(row);
        } else {
            db.insert(row);
        }
    }

    private static Counter counter(Cells cells) throws SQLException {
        return new Counter(cells.text("pool"), cells.count("used"), cells.count("maximum"), true);
    }
}
