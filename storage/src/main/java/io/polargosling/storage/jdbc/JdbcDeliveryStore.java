package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.webhook.Delivery;
import io.polargosling.domain.webhook.DeliveryStore;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Webhook deliveries. */
final class JdbcDeliveryStore implements DeliveryStore {

    static final Table TABLE = Table.of("webhook_deliveries")
            .key(TEXT, "key")
            .with(TEXT, "server", "target", "kind", "outcome", "reason")
            .with(TIME, "received_at");

    private static final Duration FIRST_WINDOW = Duration.ofMinutes(1);
    private static final int GROWTH = 8;

    private final Database database;

    JdbcDeliveryStore(Database database) {
        this.database = database;
    }

    @Override
    public Set<String> known(Collection<String> keys, Instant now) {
        if (keys.isEmpty()) {
            return Set.of();
        }
        return database.read("looking for deliveries", db -> received(db, TABLE.select(), keys)).entrySet().stream()
                .filter(row -> isKept(row.getValue(), now))
                .map(Map.Entry::getKey)
                .collect(toUnmodifiableSet());
    }

    @Override
    public void recordAll(List<Delivery> deliveries) {
        var byKey = new LinkedHashMap<String, Delivery>();
        deliveries.forEach(delivery -> byKey.put(delivery.key(), delivery));
        if (byKey.isEmpty()) {
            return;
        }
        String what = "recording " + byKey.size() + " deliveries";
        try {
            // As a rule all are new, so nobody looks first.
            database.change(
                    what,
                    db -> db.insertAll(
                            byKey.values().stream().map(JdbcDeliveryStore::row).toList()));
        } catch (ConflictException e) {
            database.change(what, db -> recordMissing(db, byKey));
        }
    }

    private static void recordMissing(Session db, Map<String, Delivery> byKey) {
        var stored = received(db, TABLE.select().lock(), byKey.keySet());
        var missing = new ArrayList<Row>();
        byKey.forEach((key, delivery) -> {
            var receivedAt = stored.get(key);
            if (receivedAt == null) {
                missing.add(row(delivery));
            } else if (!isKept(receivedAt, delivery.receivedAt())) {
                db.update(row(delivery));
            }
        });
        db.insertAll(missing);
    }

    private static Map<String, Instant> received(Session db, Select rows, Collection<String> keys) {
        return db
                .list(
                        rows.only("key", "received_at").in("key", keys),
                        cells -> Map.entry(cells.text("key"), cells.time("received_at")))
                .stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Read by windows that grow: no index of every database is sorted this way, and most readers want the newest. */
    @Override
    public Page<Delivery> newest(Instant now, PageRequest page) {
        int limit = Cursor.limit(page);
        var place = Cursor.timeAndId(page);
        var oldest = now.minus(Delivery.KEPT);
        var newest = place.map(Cursor.TimeAndId::time).filter(now::isAfter).orElse(now);
        List<Delivery> found = List.of();
        var window = FIRST_WINDOW;
        var from = newest;
        while (found.size() <= limit && from.isAfter(oldest)) {
            from = newest.minus(window).isAfter(oldest) ? newest.minus(window) : oldest;
            var rows = TABLE.select().by("webhook_deliveries_received").above("received_at", from);
            place.ifPresent(last -> rows.beneath("received_at", last.time(), "key", last.id()));
            found = database.read(
                    "listing the newest deliveries",
                    db -> db.list(rows.falling("received_at", "key").limit(limit + 1), JdbcDeliveryStore::delivery));
            window = window.multipliedBy(GROWTH);
        }
        return NewestFirst.cut(found, limit, JdbcDeliveryStore::place);
    }

    @Override
    public Page<Delivery> ofTarget(GitLabServer server, String target, Instant now, PageRequest page) {
        int limit = Cursor.limit(page);
        var rows = TABLE.select()
                .by("webhook_deliveries_target")
                .where("server", server.host())
                .where("target", target)
                .above("received_at", now.minus(Delivery.KEPT));
        Cursor.timeAndId(page).ifPresent(last -> rows.beneath("received_at", last.time(), "key", last.id()));
        var found = database.read(
                "listing the deliveries for " + target,
                db -> db.list(rows.falling("received_at", "key").limit(limit + 1), JdbcDeliveryStore::delivery));
        return NewestFirst.cut(found, limit, JdbcDeliveryStore::place);
    }

    private static String place(Delivery delivery) {
        return new Cursor.TimeAndId(delivery.receivedAt(), delivery.key()).text();
    }

    @Override
    public int forgetExpired(Instant now, int atMost) {
        var old = TABLE.select()
                .only("key")
                .by("webhook_deliveries_received")
                .upTo("received_at", now.minus(Delivery.KEPT))
                .rising("received_at");
        return database.write(
                "forgetting old deliveries",
                db -> Expiry.delete(db, old, atMost, cells -> TABLE.row().set("key", cells.text("key"))));
    }

    private static boolean isKept(Instant receivedAt, Instant now) {
        return receivedAt.plus(Delivery.KEPT).isAfter(now);
    }

    private static Row row(Delivery delivery) {
        return TABLE.row()
                .set("key", delivery.key())
                .set("server", delivery.server().host())
                .set("target", delivery.target())
                .set("kind", delivery.kind())
                .set("outcome", delivery.outcome())
                .set("reason", delivery.reason())
                .set("received_at", delivery.receivedAt());
    }

    private static Delivery delivery(Cells cells) throws SQLException {
        return new Delivery(
                cells.text("key"),
                GitLabServer.of(cells.text("server")),
                cells.text("target"),
                cells.text("kind"),
                cells.text("outcome"),
                cells.text("reason"),
                cells.time("received_at"));
    }
}
