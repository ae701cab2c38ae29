package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.webhook.Delivery;
import io.polargosling.domain.webhook.DeliveryStore;
import io.polargosling.testkit.gen.Samples;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every {@link DeliveryStore} must do. */
public abstract class DeliveryStoreContract extends StoreContract {

    private DeliveryStore deliveries() {
        return storage().deliveries();
    }

    private static Delivery delivery(String key, Instant at) {
        return new Delivery(key, Samples.SERVER, "project/4711", "build", "queued", "причина", at);
    }

    @Test
    void everyCall_emptyStore_findsNothing() {
        assertThat(deliveries().isKnown("k")).isFalse();
        assertThat(deliveries().forgetBefore(Samples.NOW)).isZero();
    }

    @Test
    void record_sameKeyTwice_isKnownOnce() {
        assertThat(deliveries().record(delivery("ключ 🪿", Samples.NOW))).isTrue();
        assertThat(deliveries().record(delivery("ключ 🪿", Samples.NOW.plusSeconds(1))))
                .isFalse();
        assertThat(deliveries().isKnown("ключ 🪿")).isTrue();
        assertThat(deliveries().isKnown("Ключ 🪿")).isFalse();
    }

    @Test
    void record_racing_oneIsFirst() {
        Cases.each((random, number) -> {
            var results = Race.run(4, i -> () -> deliveries().record(delivery("k" + number, Samples.NOW)));
            assertThat(results).containsOnlyOnce(true);
        });
    }

    @Test
    void forgetBefore_limit_keepsWhatArrivedAtIt() {
        deliveries().record(delivery("old", Samples.NOW.minusNanos(1000)));
        deliveries().record(delivery("new", Samples.NOW));

        assertThat(deliveries().forgetBefore(Samples.NOW)).isEqualTo(1);
        assertThat(deliveries().isKnown("old")).isFalse();
        assertThat(deliveries().isKnown("new")).isTrue();
    }
}
