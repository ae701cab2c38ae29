package io.polargosling.storage.dynamodb;

import io.polargosling.domain.webhook.Delivery;
import io.polargosling.domain.webhook.DeliveryStore;
import java.time.Duration;
import java.time.Instant;

/** Webhook deliveries; old ones vanish by themselves in the end, and at once when they are told to. */
final class DynamoDbDeliveryStore implements DeliveryStore {

    private static final Duration KEPT = Duration.ofHours(24);
    private static final int AT_ONCE = 100;

    /** How many lists the deliveries are spread over, since one list takes a thousand changes a second at most. */
    private static final int LISTS = 8;

    private final Table table;

    DynamoDbDeliveryStore(Table table) {
        this.table = table;
    }

    @Override
    public boolean isKnown(String key) {
        return table.get("looking for a delivery", Keys.delivery(key)).isPresent();
    }

    @Override
    public boolean record(Delivery delivery) {
        String what = "recording a delivery for " + delivery.target();
        var transaction = table.begin(what);
        var item = Item.at(Keys.delivery(delivery.key()))
                .doc(delivery)
                .expires(delivery.receivedAt().plus(KEPT))
                .in(
                        Index.TODO,
                        list(Math.floorMod(delivery.key().hashCode(), LISTS)),
                        Places.timeAndId(delivery.receivedAt(), delivery.key()));
        transaction.put(item, Expression.absent());
        return table.commit(transaction, what).isEmpty();
    }

    @Override
    public int forgetBefore(Instant limit) {
        int forgotten = 0;
        for (int list = 0; list < LISTS; list++) {
            forgotten += table.forget(
                    "forgetting old deliveries",
                    Query.of(Index.TODO, list(list), AT_ONCE).before(Places.time(limit)));
        }
        return forgotten;
    }

    private static String list(int number) {
        return "DELIVERIES#" + number;
    }
}
