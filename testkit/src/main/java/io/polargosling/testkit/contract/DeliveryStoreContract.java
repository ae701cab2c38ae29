package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.webhook.Delivery;
import io.polargosling.domain.webhook.DeliveryStore;
import io.polargosling.testkit.gen.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link DeliveryStore} must do. */
public abstract class DeliveryStoreContract extends StoreContract {

    private static final String TARGET = "project/4711";

    private DeliveryStore deliveries() {
        return storage().deliveries();
    }

    private static Delivery delivery(String key, Instant at) {
        return delivery(key, TARGET, at);
    }

    private static Delivery delivery(String key, String target, Instant at) {
        return new Delivery(key, Samples.SERVER, target, "build", "queued", "причина", at);
    }

    private boolean isKnown(String key) {
        return deliveries().isKnown(key, Samples.NOW);
    }

    @Test
    void everyCall_emptyStore_findsNothing() {
        assertThat(isKnown("k")).isFalse();
        assertThat(deliveries()
                        .ofTarget(Samples.SERVER, TARGET, Samples.NOW, PageRequest.first(1))
                        .items())
                .isEmpty();
        assertThat(deliveries().forgetExpired(Samples.NOW, 500)).isZero();
    }

    @Test
    void record_sameKeyTwice_isKnownOnce() {
        assertThat(deliveries().record(delivery("ключ 🪿", Samples.NOW))).isTrue();
        assertThat(deliveries().record(delivery("ключ 🪿", Samples.NOW.plusSeconds(1))))
                .isFalse();
        assertThat(isKnown("ключ 🪿")).isTrue();
        assertThat(isKnown("Ключ 🪿")).isFalse();
    }

    @Test
    void record_racing_oneIsFirst() {
        Cases.each((random, number) -> {
            var results = Race.run(4, i -> () -> deliveries().record(delivery("k" + number, Samples.NOW)));
            assertThat(results).containsOnlyOnce(true);
        });
    }

    @Test
    void record_clockWentBack_isStillKnown() {
        deliveries().record(delivery("k", Samples.NOW));

        assertThat(deliveries().record(delivery("k", Samples.NOW.minusSeconds(3600))))
                .isFalse();
        assertThat(deliveries().isKnown("k", Samples.NOW.minusSeconds(3600))).isTrue();
    }

    @Test
    void isKnown_expiredButNotDeleted_isFalse() {
        var old = delivery("k", Samples.NOW);
        deliveries().record(old);

        assertThat(deliveries().isKnown("k", old.expiresAt().minusNanos(1000))).isTrue();
        assertThat(deliveries().isKnown("k", old.expiresAt())).isFalse();
        assertThat(all(1, page -> deliveries().ofTarget(Samples.SERVER, TARGET, old.expiresAt(), page)))
                .isEmpty();
    }

    @Test
    void record_expiredOneIsThere_takesItsPlace() {
        var old = delivery("k", Samples.NOW);
        deliveries().record(old);
        var fresh = delivery("k", old.expiresAt());

        assertThat(deliveries().record(fresh)).isTrue();
        assertThat(deliveries().record(fresh)).isFalse();
        assertThat(all(5, page -> deliveries().ofTarget(Samples.SERVER, TARGET, fresh.receivedAt(), page)))
                .containsExactly(fresh);
    }

    @Test
    void ofTarget_everyPageSize_givesEachOnceNewestFirst() {
        var newestFirst = new ArrayList<Delivery>();
        for (int i = 0; i < 5; i++) {
            var delivery = delivery("k" + i, Samples.NOW.plusSeconds(i / 2 * 2L));
            deliveries().record(delivery);
            newestFirst.addFirst(delivery);
        }
        deliveries().record(delivery("other", "project/47", Samples.NOW));

        for (int limit = 1; limit <= 6; limit++) {
            var found =
                    all(limit, page -> deliveries().ofTarget(Samples.SERVER, TARGET, Samples.NOW.plusSeconds(9), page));
            assertThat(found)
                    .containsExactlyInAnyOrderElementsOf(newestFirst)
                    .isSortedAccordingTo((a, b) -> b.receivedAt().compareTo(a.receivedAt()));
        }
    }

    @Test
    void known_severalKeys_givesThoseThatAreRecordedAndNotExpired() {
        deliveries().record(delivery("k1", Samples.NOW));
        deliveries().record(delivery("k2", Samples.NOW.minus(Delivery.KEPT)));
        deliveries().record(delivery("ключ 🪿", Samples.NOW));

        assertThat(deliveries().known(List.of(), Samples.NOW)).isEmpty();
        assertThat(deliveries().known(List.of("k0"), Samples.NOW)).isEmpty();
        assertThat(deliveries().known(List.of("k0", "k1", "k2", "K1", "ключ 🪿", "k1"), Samples.NOW))
                .containsExactlyInAnyOrder("k1", "ключ 🪿");
    }

    @Test
    void recordAll_aWholeGroup_isKnownAndListed() {
        var group = IntStream.range(0, 200)
                .mapToObj(i -> delivery("k" + i, Samples.NOW.plusNanos(1000L * i)))
                .toList();

        deliveries().recordAll(group);

        var keys = group.stream().map(Delivery::key).toList();
        assertThat(deliveries().known(keys, Samples.NOW)).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(all(70, page -> deliveries().newest(Samples.NOW.plusSeconds(1), page)))
                .containsExactlyElementsOf(group.reversed());
    }

    @Test
    void recordAll_someAreThereOrTwiceOrExpired_leavesOneOfEach() {
        deliveries().recordAll(List.of());
        var old = delivery("old", Samples.NOW.minus(Delivery.KEPT));
        deliveries().record(old);
        deliveries().record(delivery("there", Samples.NOW));

        deliveries()
                .recordAll(List.of(
                        delivery("there", Samples.NOW),
                        delivery("twice", Samples.NOW),
                        delivery("twice", Samples.NOW),
                        delivery("old", Samples.NOW)));

        assertThat(all(2, page -> deliveries().newest(Samples.NOW, page)))
                .extracting(Delivery::key)
                .containsExactlyInAnyOrder("there", "twice", "old");
    }

    @Test
    void recordAll_racing_allEndAndOneOfEachStays() {
        Cases.each((random, number) -> {
            var group = IntStream.range(0, 5)
                    .mapToObj(i -> delivery("k" + number + "-" + i, Samples.NOW))
                    .toList();
            Race.run(4, i -> () -> {
                deliveries().recordAll(group);
                return i;
            });
            assertThat(deliveries().known(group.stream().map(Delivery::key).toList(), Samples.NOW))
                    .hasSize(5);
        });
    }

    @Test
    void newest_anyTarget_givesEachOnceNewestFirst() {
        var newestFirst = new ArrayList<Delivery>();
        for (long minutes : new long[] {0, 0, 1, 5, 100, 1439, 1440}) {
            var delivery =
                    delivery("k" + newestFirst.size(), "project/" + minutes, Samples.NOW.minusSeconds(minutes * 60));
            deliveries().record(delivery);
            newestFirst.add(delivery);
        }
        newestFirst.removeLast();

        for (int limit = 1; limit <= 7; limit++) {
            assertThat(all(limit, page -> deliveries().newest(Samples.NOW, page)))
                    .containsExactlyInAnyOrderElementsOf(newestFirst)
                    .isSortedAccordingTo((a, b) -> b.receivedAt().compareTo(a.receivedAt()));
        }
        assertThat(deliveries()
                        .newest(Samples.NOW.plus(Delivery.KEPT), PageRequest.first(1))
                        .items())
                .isEmpty();
    }

    @Test
    void forgetExpired_moreThanAllowed_deletesNoMoreAndNothingFresh() {
        var limit = Samples.NOW.plus(Delivery.KEPT);
        for (int i = 0; i < 3; i++) {
            deliveries().record(delivery("old" + i, Samples.NOW.minusSeconds(i)));
        }
        deliveries().record(delivery("new", Samples.NOW.plusNanos(1000)));

        assertThat(deliveries().forgetExpired(limit, 2)).isEqualTo(2);
        assertThat(deliveries().forgetExpired(limit, 2)).isEqualTo(1);
        assertThat(deliveries().forgetExpired(limit, 2)).isZero();
        assertThat(isKnown("new")).isTrue();
        assertThat(deliveries().isKnown("old1", Samples.NOW)).isFalse();
    }
}
