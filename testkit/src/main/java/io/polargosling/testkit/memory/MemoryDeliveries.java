package io.polargosling.testkit.memory;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.webhook.Delivery;
import io.polargosling.domain.webhook.DeliveryStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Webhook deliveries. */
final class MemoryDeliveries implements DeliveryStore {

    private static final Listing<Delivery, Listing.Moment> NEWEST = Listing.newest(Delivery::receivedAt, Delivery::key);

    private final Rows rows;
    private final Table<String, Delivery> deliveries;

    MemoryDeliveries(Rows rows) {
        this.rows = rows;
        deliveries = new Table<>(rows, "deliveries");
    }

    private void recordNew(Delivery delivery) {
        boolean free = deliveries
                .find(delivery.key())
                .filter(row -> !row.isExpired(delivery.receivedAt()))
                .isEmpty();
        if (free) {
            deliveries.put(delivery.key(), delivery);
        }
    }

    @Override
    public Set<String> known(Collection<String> keys, Instant now) {
        return rows.read(() -> keys.stream()
                .flatMap(key -> deliveries.find(key).stream())
                .filter(row -> !row.isExpired(now))
                .map(Delivery::key)
                .collect(toUnmodifiableSet()));
    }

    @Override
    public void recordAll(List<Delivery> given) {
        rows.change(() -> given.forEach(this::recordNew));
    }

    @Override
    public Page<Delivery> newest(Instant now, PageRequest page) {
        return rows.read(() -> NEWEST.page(deliveries.all().stream().filter(row -> !row.isExpired(now)), page));
    }

    @Override
    public Page<Delivery> ofTarget(GitLabServer server, String target, Instant now, PageRequest page) {
        return rows.read(() -> NEWEST.page(
                deliveries.all().stream()
                        .filter(row ->
                                row.server().equals(server) && row.target().equals(target) && !row.isExpired(now)),
                page));
    }

    @Override
    public int forgetExpired(Instant now, int atMost) {
        return deliveries.forget(deliveries.all().stream().filter(row -> row.isExpired(now)), atMost, Delivery::key);
    }
}
