package io.polargosling.api.webhook;

import io.polargosling.domain.store.Page;
import io.polargosling.domain.webhook.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of deliveries.
 *
 * @param nextCursor what to send for the page after; null when this is the last
 * @param total null: counting would cost a scan
 * @param refused webhooks that were not believed; null on all pages but the first
 */
record DeliveriesBody(
        List<Item> items,
        @Nullable String nextCursor,
        @Nullable Long total,
        @Nullable Refused refused) {

    DeliveriesBody {
        items = List.copyOf(items);
    }

    /**
     * A delivery that was believed.
     *
     * @param id what repetitions of it are recognised by
     * @param egg null for the Nest
     */
    record Item(
            String id,
            String server,
            String target,
            @Nullable String egg,
            String kind,
            String outcome,
            String reason,
            Instant receivedAt) {

        static Item of(Delivery delivery) {
            String scope = delivery.server() + "/" + delivery.target() + "/";
            String[] parts = delivery.target().split("/", 3);
            return new Item(
                    delivery.key().startsWith(scope) ? delivery.key().substring(scope.length()) : delivery.key(),
                    delivery.server().host(),
                    delivery.target(),
                    parts.length == 3 ? parts[1] : null,
                    delivery.kind(),
                    delivery.outcome(),
                    delivery.reason(),
                    delivery.receivedAt());
        }
    }

    /**
     * The webhooks that this process did not believe since it started.
     *
     * @param counts by cause
     * @param latest the newest first
     */
    record Refused(Map<String, Long> counts, List<RefusedItem> latest) {

        static Refused of(Refusals.Seen seen) {
            return new Refused(
                    seen.counts(), seen.newest().stream().map(RefusedItem::of).toList());
        }
    }

    /** One of them. */
    record RefusedItem(Instant at, String cause, String kind, String address) {

        static RefusedItem of(Refusals.Refused refused) {
            return new RefusedItem(refused.at(), refused.cause().word(), refused.kind(), refused.address());
        }
    }

    static DeliveriesBody of(Page<Delivery> page, @Nullable Refused refused) {
        return new DeliveriesBody(
                page.items().stream().map(Item::of).toList(), page.next().orElse(null), null, refused);
    }
}
