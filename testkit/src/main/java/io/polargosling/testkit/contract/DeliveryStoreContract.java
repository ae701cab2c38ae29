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
        return isKnown(key, Samples.NOW);
    }

    private boolean isKnown(String key, Instant now) {
        return deliveries().known(List.of(key), now).contains(key);
    }

    private void record(Delivery delivery) {
        deliveries().recordAll(List.of(delivery));
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
    void recordAll_sameKeyTwice_isKnownOnce() {
        record(delivery("ключ 🪿", Samples.NOW));
        record(delivery("ключ 🪿", Samples.NOW));

        assertThat(isKnown("ключ 🪿")).isTrue();
        assertThat(isKnown("Ключ 🪿")).isFalse();
        assertThat(all(5, page -> deliveries().ofTarget(Samples.SERVER, TARGET, Samples.NOW, page)))
                .hasSize(1);
    }

    @Test
    void recordAll_clockWentBack_isStillKnown() {
        record(delivery("k", Samples.NOW));
        record(delivery("k", Samples.NOW.minusSeconds(3600)));

        assertThat(isKnown("k", Samples.NOW.minusSeconds(3600))).isTrue();
        assertThat(isKnown("k")).isTrue();
    }

    @Test
    void known_expiredButNotDeleted_isLeftOut() {
        var old = delivery("k", Samples.NOW);
        record(old);

        assertThat(isKnown("k", old.expiresAt().minusNanos(1000))).isTrue();
        assertThat(isKnown("k", old.expiresAt())).isFalse();
        assertThat(all(1, page -> deliveries().ofTarget(Samples.SERVER, TARGET, old.expiresAt(), page)))
                .isEmpty();
    }

    @Test
    void recordAll_expiredOneIsThere_takesItsPlace() {
        var old = delivery("k", Samples.NOW);
        record(old);
        var fresh = delivery("k", old.expiresAt());

        record(fresh);

        assertThat(all(5, page -> deliveries().ofTarget(Samples.SERVER, TARGET, fresh.receivedAt(), page)))
                .containsExactly(fresh);
    }

    @Test
    void ofTarget_everyPageSize_givesEachOnceNewestFirst() {
        var newestFirst = new ArrayList<Delivery>();
        for (int i = 0; i < 5; i++) {
            var delivery = delivery("k" + i, Samples.NOW.plusSeconds(i / 2 * 2L));
            record(delivery);
            newestFirst.addFirst(delivery);
        }
        record(delivery("other", "project/47", Samples.NOW));

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
        record(delivery("k1", Samples.NOW));
        record(delivery("k2", Samples.NOW.minus(Delivery.KEPT)));
        record(delivery("ключ 🪿", Samples.NOW));

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
        record(old);
        record(delivery("there", Samples.NOW));

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
        Cases.some(30, (random, number) -> {
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
            record(delivery);
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
            record(delivery("old" + i, Samples.NOW.minusSeconds(i)));
        }
        record(delivery("new", Samples.NOW.plusNanos(1000)));

        assertThat(deliveries().forgetExpired(limit, 2)).isEqualTo(2);
        assertThat(deliveries().forgetExpired(limit, 2)).isEqualTo(1);
        assertThat(deliveries().forgetExpired(limit, 2)).isZero();
        assertThat(isKnown("new")).isTrue();
        assertThat(isKnown("old1", Samples.NOW)).isFalse();
    }
}
