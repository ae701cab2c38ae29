package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.NUMBER;
import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.lease.Lease;
import io.polargosling.domain.lease.LeaseRow;
import io.polargosling.domain.lease.LeaseStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Lease rows; each change reads the row under a lock and writes it only when it is as it should be. */
final class JdbcLeaseStore implements LeaseStore {

    static final Table TABLE = Table.of("leases")
            .key(TEXT, "key")
            .with(TEXT, "owner")
            .with(NUMBER, "token", "renewals")
            .with(TIME, "renewed_at", "next_at");

    private final Database database;

    JdbcLeaseStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<LeaseRow> find(String key) {
        return database.read(
                "reading lease \"" + key + "\"", db -> db.find(TABLE.select().where("key", key), JdbcLeaseStore::row));
    }

    @Override
    public Optional<Lease> take(String key, String owner, Optional<LeaseRow> seen, Instant now) {
        return database.write("taking lease \"" + key + "\"", db -> {
            var stored = lock(db, key);
            if (!isSame(stored, seen)) {
                return Optional.<Lease>empty();
            }
            long token = stored.map(LeaseRow::token).orElse(0L) + 1;
            var row = row(key).set("owner", owner)
                    .set("token", token)
                    .set("renewals", 0L)
                    .set("renewed_at", now);
            if (stored.isPresent()) {
                db.update(row);
            } else {
                db.insert(row);
            }
            return Optional.of(new Lease(key, owner, token));
        });
    }

    private static boolean isSame(Optional<LeaseRow> stored, Optional<LeaseRow> seen) {
        return stored.map(JdbcLeaseStore::holder).equals(seen.map(JdbcLeaseStore::holder));
    }

    private record Holder(Optional<String> owner, long token, long renewals) {}

    private static Holder holder(LeaseRow row) {
        return new Holder(row.owner(), row.token(), row.renewals());
    }

    @Override
    public boolean renew(Lease lease, Instant now) {
        return database.write("renewing lease \"" + lease.key() + "\"", db -> {
            var held = held(db, lease);
            held.ifPresent(row -> db.update(
                    row(lease.key()).set("renewals", row.renewals() + 1).set("renewed_at", now)));
            return held.isPresent();
        });
    }

    @Override
    public void release(Lease lease, Optional<Instant> nextAt) {
        database.change("releasing lease \"" + lease.key() + "\"", db -> {
            if (held(db, lease).isPresent()) {
                free(db, lease, nextAt);
            }
        });
    }

    @Override
    public boolean releaseReconciled(Lease lease, EggName egg, long seen) {
        return database.write("releasing lease \"" + lease.key() + "\" of a reconciled egg", db -> {
            var row = Fences.hold(db, lease.fence());
            boolean held = row.owner().equals(Optional.of(lease.owner()));
            if (!held || !EggRows.markSeen(db, egg, seen)) {
                return false;
            }
            free(db, lease, Optional.empty());
            return true;
        });
    }

    /** The row of {@code key}, kept from others until the transaction ends. */
    static Optional<LeaseRow> lock(Session db, String key) {
        return db.find(TABLE.select().where("key", key).lock(), JdbcLeaseStore::row);
    }

    private static Optional<LeaseRow> held(Session db, Lease lease) {
        return lock(db, lease.key())
                .filter(row -> row.token() == lease.token() && row.owner().equals(Optional.of(lease.owner())));
    }

    private static void free(Session db, Lease lease, Optional<Instant> nextAt) {
        db.update(row(lease.key()).set("owner", null).set("next_at", nextAt));
    }

    private static Row row(String key) {
        return TABLE.row().set("key", key);
    }

    private static LeaseRow row(Cells cells) throws SQLException {
        return new LeaseRow(
                cells.text("key"),
                cells.optionalText("owner"),
                cells.number("token"),
                cells.number("renewals"),
                cells.optionalTime("next_at"));
    }
}
