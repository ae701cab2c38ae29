package io.polargosling.storage.jdbc;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.webhook.Delivery;
import io.polargosling.domain.webhook.DeliveryStore;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Webhook deliveries. */
final class JdbcDeliveryStore implements DeliveryStore {

    private final Database database;

    JdbcDeliveryStore(Database database) {
        this.database = database;
    }

    @Override
    public boolean isKnown(String key, Instant now) {
        return database.read("looking for a delivery", db -> isKnown(db, key));
    }

    @Override
    public boolean record(Delivery delivery) {
        return database.write("recording a delivery for " + delivery.target(), db -> {
            if (isKnown(db, delivery.key())) {
                return false;
            }
            Row.of("webhook_deliveries")
                    .key("\"key\"", delivery.key())
                    .set("server", delivery.server().host())
                    .set("target", delivery.target())
                    .set("kind", delivery.kind())
                    .set("outcome", delivery.outcome())
                    .set("reason", delivery.reason())
                    .set("received_at", delivery.receivedAt())
                    .insert(db);
            return true;
        });
    }

    @Override
    public int forgetExpired(Instant now, int atMost) {
        return database.write(
                "forgetting old deliveries",
                db -> db.sql("DELETE FROM webhook_deliveries WHERE received_at < ?")
                        .param(Row.sql(now.minus(Delivery.KEPT)))
                        .update());
    }

    @Override
    public Page<Delivery> ofTarget(GitLabServer server, String target, Instant now, PageRequest page) {
        throw new UnsupportedOperationException("comes with the stores of the other tables");
    }

    private static boolean isKnown(JdbcClient db, String key) {
        return db.sql("SELECT 1 FROM webhook_deliveries WHERE \"key\" = ?")
                .params(key)
                .query(Integer.class)
                .optional()
                .isPresent();
    }
}
