package io.polargosling.storage.dynamodb;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.webhook.Delivery;
import io.polargosling.domain.webhook.DeliveryStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Webhook deliveries. */
final class DynamoDbDeliveryStore implements DeliveryStore {

    private static final String BY_TIME = "DELIVERIES";

    private final Table table;

    DynamoDbDeliveryStore(Table table) {
        this.table = table;
    }

    @Override
    public Set<String> known(Collection<String> keys, Instant now) {
        var rows = table.getAll(
                "looking for deliveries", keys.stream().map(Keys::delivery).toList());
        return rows.values().stream()
                .map(DynamoDbDeliveryStore::delivery)
                .filter(delivery -> !delivery.isExpired(now))
                .map(Delivery::key)
                .collect(toUnmodifiableSet());
    }

    @Override
    public void recordAll(List<Delivery> deliveries) {
        table.putAll(
                "recording " + deliveries.size() + " deliveries",
                deliveries.stream().map(DynamoDbDeliveryStore::item).toList());
    }

    @Override
    public Page<Delivery> newest(Instant now, PageRequest page) {
        return Listing.falling(
                        table,
                        Index.LIST_2,
                        Shards.all(BY_TIME),
                        item -> Optional.of(delivery(item)).filter(delivery -> !delivery.isExpired(now)))
                .above(Places.justAfter(now.minus(Delivery.KEPT)))
                .page("listing the newest deliveries", page);
    }

    @Override
    public Page<Delivery> ofTarget(GitLabServer server, String target, Instant now, PageRequest page) {
        return Listing.falling(
                        table,
                        Index.LIST_1,
                        ofTarget(server, target),
                        item -> Optional.of(delivery(item)).filter(delivery -> !delivery.isExpired(now)))
                .above(Places.justAfter(now.minus(Delivery.KEPT)))
                .page("listing the deliveries for " + target + " of " + server, page);
    }

    @Override
    public int forgetExpired(Instant now, int atMost) {
        var end = Places.justAfter(now.minus(Delivery.KEPT));
        var lists = Shards.all(BY_TIME).stream()
                .map(list -> Query.of(Index.LIST_2, list, Query.ALL).before(end))
                .toList();
        return Forgetting.of(
                        table, "forgetting old deliveries", row -> delivery(row).isExpired(now))
                .in(lists, atMost);
    }

    private static Item item(Delivery delivery) {
        var place = Places.timeAndId(delivery.receivedAt(), delivery.key());
        return Item.at(Keys.delivery(delivery.key()))
                .doc(delivery)
                .expires(delivery.expiresAt())
                .in(Index.LIST_1, ofTarget(delivery.server(), delivery.target()), place)
                .in(Index.LIST_2, Shards.of(BY_TIME, delivery.key()), place);
    }

    private static String ofTarget(GitLabServer server, String target) {
        return "DELIVERIES#" + server.host() + "#" + Key.part(target);
    }

    private static Delivery delivery(Item item) {
        return item.doc(Delivery.class);
    }
}
