package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.COUNT;
import static io.polargosling.storage.jdbc.Table.Type.TEXT;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.problem.ConflictException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The counters of slots, read under a lock, checked and written inside a transaction of the caller. */
final class Capacity {

    static final Table TABLE =
            Table.of("capacity").key(TEXT, "egg_name", "pool").with(COUNT, "used", "maximum");

    private Capacity() {}

    /**
     * Takes {@code count} slots if that leaves no more than {@code maximum} in use.
     *
     * @return what is in use when there was no room; empty when the slots were taken
     */
    static Optional<CapacityUse> reserve(Session db, EggName egg, Pool pool, int count, int maximum) {
        var stored = lock(db, egg, pool);
        int used = stored.map(CapacityUse::used).orElse(0);
        boolean room = used + count <= maximum;
        var use = new CapacityUse(pool, room ? used + count : used, maximum);
        if (stored.isPresent()) {
            db.update(row(egg, use));
        } else {
            db.insert(row(egg, use));
        }
        return room ? Optional.empty() : Optional.of(use);
    }

    /** Moves one slot from one pool to another; the new pool must be known and have room. */
    static void takeOne(Session db, EggName egg, Pool pool) {
        var stored = lock(db, egg, pool)
                .filter(use -> use.used() < use.maximum())
                .orElseThrow(() -> new ConflictException("moving a runner of egg \"" + egg + "\" to pool " + pool.word()
                        + ": no free slot (expected: one; reserve first or make room)"));
        db.update(row(egg, new CapacityUse(pool, stored.used() + 1, stored.maximum())));
    }

    static void giveBack(Session db, EggName egg, Pool pool) {
        lock(db, egg, pool)
                .filter(use -> use.used() > 0)
                .ifPresent(use -> db.update(row(egg, new CapacityUse(pool, use.used() - 1, use.maximum()))));
    }

    static List<CapacityUse> of(Session db, EggName egg) {
        return db.list(TABLE.select().where("egg_name", egg.value()).rising("pool"), Capacity::use);
    }

    private static Optional<CapacityUse> lock(Session db, EggName egg, Pool pool) {
        return db.find(
                TABLE.select()
                        .where("egg_name", egg.value())
                        .where("pool", pool.word())
                        .lock(),
                Capacity::use);
    }

    private static Row row(EggName egg, CapacityUse use) {
        return TABLE.row()
                .set("egg_name", egg.value())
                .set("pool", use.pool().word())
                .set("used", use.used())
                .set("maximum", use.maximum());
    }

    private static CapacityUse use(Cells cells) throws SQLException {
        return new CapacityUse(Pool.of(cells.text("pool")), cells.count("used"), cells.count("maximum"));
    }
}
