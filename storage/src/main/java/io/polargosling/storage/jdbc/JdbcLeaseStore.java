package io.polargosling.storage.jdbc;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.lease.Lease;
import io.polargosling.domain.lease.LeaseRow;
import io.polargosling.domain.lease.LeaseStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lease rows; each change is one conditional statement. */
final class JdbcLeaseStore implements LeaseStore {

    private static final String HELD = " WHERE \"key\" = ? AND token = ? AND owner = ?";

    private final Database database;

    JdbcLeaseStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<LeaseRow> find(String key) {
        return database.read(reading(key), db -> select(db, key));
    }

    @Override
    public Optional<Lease> take(String key, String owner, Optional<LeaseRow> seen, Instant now) {
        return database.write("taking lease \"" + key + "\"", db -> {
            boolean taken = seen.isPresent() ? takeOver(db, owner, seen.get(), now) : takeFirst(db, key, owner, now);
            long token = seen.map(LeaseRow::token).orElse(0L) + 1;
            return taken ? Optional.of(new Lease(key, owner, token)) : Optional.<Lease>empty();
        });
    }

    @Override
    public boolean renew(Lease lease, Instant now) {
        return database.write(
                "renewing lease \"" + lease.key() + "\"",
                db -> change(db, "renewals = renewals + 1, renewed_at = ?", now, lease));
    }

    @Override
    public void release(Lease lease, Optional<Instant> nextAt) {
        boolean _ = database.write(
                "releasing lease \"" + lease.key() + "\"",
                db -> change(db, "owner = NULL, next_at = ?", nextAt.orElse(null), lease));
    }

    @Override
    public boolean releaseReconciled(Lease lease, EggName egg, long seen) {
        return database.write("releasing lease \"" + lease.key() + "\" of a reconciled egg", db -> {
            Fences.hold(db, lease.fence());
            int clean = db.sql("UPDATE egg_configs SET generation_seen = ?, row_version = row_version + 1"
                            + " WHERE name = ? AND generation = ?")
                    .params(seen, egg.value(), seen)
                    .update();
            return clean == 1 && change(db, "owner = NULL, next_at = ?", null, lease);
        });
    }

    private static boolean takeFirst(JdbcClient db, String key, String owner, Instant now) {
        if (select(db, key).isPresent()) {
            return false;
        }
        Row.of("leases")
                .key("\"key\"", key)
                .set("owner", owner)
                .set("token", 1L)
                .set("renewals", 0L)
                .set("renewed_at", now)
                .insert(db);
        return true;
    }

    private static boolean takeOver(JdbcClient db, String owner, LeaseRow seen, Instant now) {
        return db.sql("UPDATE leases SET owner = ?, token = token + 1, renewals = 0, renewed_at = ?,"
                                + " row_version = row_version + 1"
                                + " WHERE \"key\" = ? AND token = ? AND renewals = ? AND owner IS NOT DISTINCT FROM ?")
                        .param(owner)
                        .param(Row.sql(now))
                        .param(seen.key())
                        .param(seen.token())
                        .param(seen.renewals())
                        .param(Row.sql(seen.owner()))
                        .update()
                == 1;
    }

    private static boolean change(JdbcClient db, String assignments, @Nullable Instant time, Lease lease) {
        return db.sql("UPDATE leases SET " + assignments + ", row_version = row_version + 1" + HELD)
                        .param(Row.sql(time))
                        .param(lease.key())
                        .param(lease.token())
                        .param(lease.owner())
                        .update()
                == 1;
    }

    private static Optional<LeaseRow> select(JdbcClient db, String key) {
        return db.sql("SELECT * FROM leases WHERE \"key\" = ?")
                .params(key)
                .query(JdbcLeaseStore::row)
                .optional();
    }

    private static LeaseRow row(ResultSet row, int number) throws SQLException {
        var cells = new Cells(row);
        return new LeaseRow(
                cells.text("key"),
                cells.optionalText("owner"),
                cells.number("token"),
                cells.number("renewals"),
                cells.optionalTime("next_at"));
    }

    private static String reading(String key) {
        return "reading lease \"" + key + "\"";
    }
}
