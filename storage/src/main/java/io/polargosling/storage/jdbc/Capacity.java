package io.polargosling.storage.jdbc;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.problem.ConflictException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The counters of slots, changed only by conditional statements inside a transaction of the caller. */
final class Capacity {

    private static final String ROW = " WHERE egg_name = ? AND pool = ?";

    private Capacity() {}

    /** Takes {@code count} slots if that leaves no more than {@code maximum} in use. */
    static boolean reserve(JdbcClient db, EggName egg, Pool pool, int count, int maximum) {
        boolean known = db.sql("UPDATE capacity SET maximum = ?, row_version = row_version + 1" + ROW)
                        .params(maximum, egg.value(), pool.word())
                        .update()
                == 1;
        if (!known) {
            Row.of("capacity")
                    .key("egg_name", egg.value())
                    .key("pool", pool.word())
                    .set("used", 0)
                    .set("maximum", maximum)
                    .insert(db);
        }
        return take(db, egg, pool, count);
    }

    /** Moves one slot from one pool to another; the new pool must be known and have room. */
    static void takeOne(JdbcClient db, EggName egg, Pool pool) {
        if (!take(db, egg, pool, 1)) {
            throw new ConflictException("moving a runner of egg \"" + egg + "\" to pool " + pool.word()
                    + ": no free slot (expected: one; reserve first or make room)");
        }
    }

    static void giveBack(JdbcClient db, EggName egg, Pool pool) {
        int _ = db.sql("UPDATE capacity SET used = used - 1, row_version = row_version + 1" + ROW + " AND used > 0")
                .params(egg.value(), pool.word())
                .update();
    }

    static List<CapacityUse> of(JdbcClient db, EggName egg) {
        return db.sql("SELECT pool, used, maximum FROM capacity WHERE egg_name = ? ORDER BY pool")
                .params(egg.value())
                .query(Capacity::use)
                .list();
    }

    static CapacityUse of(JdbcClient db, EggName egg, Pool pool) {
        return db.sql("SELECT pool, used, maximum FROM capacity" + ROW)
                .params(egg.value(), pool.word())
                .query(Capacity::use)
                .single();
    }

    private static boolean take(JdbcClient db, EggName egg, Pool pool, int count) {
        return db.sql("UPDATE capacity SET used = used + ?, row_version = row_version + 1" + ROW
                                + " AND used + ? <= maximum")
                        .params(count, egg.value(), pool.word(), count)
                        .update()
                == 1;
    }

    private static CapacityUse use(ResultSet row, int number) throws SQLException {
        var cells = new Cells(row);
        return new CapacityUse(Pool.of(cells.text("pool")), cells.count("used"), cells.count("maximum"));
    }
}
