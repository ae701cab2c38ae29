package io.polargosling.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.webhook.Delivery;
import io.polargosling.domain.webhook.DeliveryStore;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveryRowsTest {

    private final DeliveryStore store = RunningApi.get().storage().deliveries();
    private final String target = "egg/rows/project/" + UUID.randomUUID();
    private final Instant now = Instant.parse("2026-05-06T07:08:09Z");

    private Delivery row(String id) {
        return new Delivery(target + "/" + id, Fixtures.SERVER, target, "push", "queued", "hint", now);
    }

    private List<Delivery> stored() {
        return store.ofTarget(Fixtures.SERVER, target, now.plusSeconds(1), PageRequest.first(500))
                .items();
    }

    /** The store, whose writes wait for the latch. */
    private DeliveryStore slow(CountDownLatch release) {
        return (DeliveryStore) Proxy.newProxyInstance(
                DeliveryStore.class.getClassLoader(),
                new Class<?>[] {DeliveryStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("recordAll")) {
                        release.await();
                    }
                    return method.invoke(store, arguments);
                });
    }

    @Test
    void rows_handedIn_areKnownBeforeAndAfterTheyAreWritten() {
        var release = new CountDownLatch(1);
        var keys = List.of(row("1").key(), row("2").key());
        try (var rows = DeliveryRows.start(slow(release))) {
            rows.add(List.of(row("1")));
            rows.add(List.of(row("2")));

            assertThat(rows.known(keys, now)).containsExactlyInAnyOrderElementsOf(keys);
            assertThat(stored()).isEmpty();

            release.countDown();
            rows.settle();
            assertThat(rows.known(keys, now)).containsExactlyInAnyOrderElementsOf(keys);
            assertThat(stored()).hasSize(2);
        }
    }

    @Test
    void close_rowsWait_writesThem() {
        try (var rows = DeliveryRows.start(store)) {
            IntStream.range(0, 50).forEach(i -> rows.add(List.of(row("c" + i))));
        }

        assertThat(stored()).hasSize(50);
    }

    @Test
    void key_neverHandedIn_isNotKnown() {
        try (var rows = DeliveryRows.start(store)) {
            assertThat(rows.known(List.of(row("none").key()), now)).isEmpty();
        }
    }
}
