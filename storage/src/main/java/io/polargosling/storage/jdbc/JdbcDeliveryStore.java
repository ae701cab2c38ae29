package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.webhook.Delivery;
import io.polargosling.domain.webhook.DeliveryStore;
import java.time.Instant;

/** Webhook deliveries. */
final class JdbcDeliveryStore implements DeliveryStore {

    static final Table TABLE = Table.of("webhook_deliveries")
            .key(TEXT, "key")
            .with(TEXT, "server", "target", "kind", "outcome", "reason")
            .with(TIME, "received_at");

    private static final int FORGOTTEN_AT_ONCE = 200;

    private final Database database;

    JdbcDeliveryStore(Database database) {
        this.database = database;
    }

    @Override
    public boolean isKnown(String key) {
        return database.read("looking for a delivery", db -> isKnown(db, key));
    }

    @Override
    public boolean record(Delivery delivery) {
        return database.write("recording a delivery for " + delivery.target(), db -> {
            if (isKnown(db, delivery.key())) {
                return false;
            }
            db.insert(row(delivery.key())
                    .set("server", delivery.server().host())
                    .set("target", delivery.target())
                    .set("kind", delivery.kind())
                    .set("outcome", delivery.outcome())
                    .set("reason", delivery.reason())
                    .set("received_at", delivery.receivedAt()));
            return true;
        });
    }

    @Override
    public int forgetBefore(Instant limit) {
        int total = 0;
        while (true) {
            int forgotten = database.write("forgetting old deliveries", db -> forgetSome(db, limit));
            total += forgotten;
            if (forgotten < FORGOTTEN_AT_ONCE) {
                return total;
            }
        }
    }

    private static int forgetSome(Session db, Instant limit) {
        var old = db.list(
                TABLE.select()
                        .only("key")
                        .by("webhook_deliveries_received")
                        .below("received_at", limit)
                        .rising("received_at")
                        .limit(FORGOTTEN_AT_ONCE),
                cells -> cells.text("key"));
        old.forEach(key -> db.delete(row(key)));
        return old.size();
    }

    private static Row row(String key) {
        return TABLE.row().set("key", key);
    }

    private static boolean isKnown(Session db, String key) {
        return db.find(TABLE.select().only("key").where("key", key), cells -> cells.text("key"))
                .isPresent();
    }
}
