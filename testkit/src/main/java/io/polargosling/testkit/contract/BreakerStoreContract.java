package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.breaker.Breaker;
import io.polargosling.domain.breaker.BreakerScope;
import io.polargosling.domain.breaker.BreakerStore;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.RowSamples;
import io.polargosling.testkit.gen.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link BreakerStore} must do. */
public abstract class BreakerStoreContract extends StoreContract {

    private static final BreakerScope SCOPE = BreakerScope.of(EGG);

    private BreakerStore breakers() {
        return storage().breakers();
    }

    @Test
    void everyRead_emptyStore_findsNothing() {
        assertThat(breakers().find(SCOPE)).isEmpty();
        assertThat(breakers().list(PageRequest.first(1)).items()).isEmpty();
    }

    @Test
    void save_anyBreaker_isReadBackEqual() {
        Cases.each((random, number) -> {
            var breaker = RowSamples.breaker("place:облако/зона 🪿/" + number, random);
            var first = breakers().save(breaker);
            assertThat(first).isEqualTo(breaker.withVersion(1));
            assertThat(breakers().find(breaker.scope())).contains(first);

            var changed = RowSamples.breaker(breaker.scope().value(), random).withVersion(1);
            var second = breakers().save(changed);
            assertThat(second).isEqualTo(changed.withVersion(2));
            assertThat(breakers().find(breaker.scope())).contains(second);
        });
    }

    @Test
    void save_staleVersion_isRefused() {
        var first = breakers().save(Breaker.closed(SCOPE));
        var second = breakers().save(first.failed("quota", 1, Samples.NOW));

        assertThatThrownBy(() -> breakers().save(first)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> breakers().save(Breaker.closed(SCOPE))).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> breakers().save(second.withVersion(3))).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> breakers()
                        .save(Breaker.closed(new BreakerScope("never written")).withVersion(1)))
                .isInstanceOf(ConflictException.class);
        assertThat(breakers().find(SCOPE)).contains(second);
    }

    @Test
    void save_racingAtOneVersion_oneWins() throws Exception {
        var stored = new AtomicReference<>(Breaker.closed(SCOPE));
        Race.rounds(number -> {
            var seen = stored.get();

            var won = Race.run(8, i -> () -> {
                try {
                    return Optional.of(breakers().save(seen.failed("cause-" + i, 99, Samples.NOW)));
                } catch (ConflictException e) {
                    return Optional.<Breaker>empty();
                }
            });

            var winners = won.stream().flatMap(Optional::stream).toList();
            assertThat(winners).hasSize(1);
            assertThat(winners.getFirst().version()).isEqualTo(number);
            assertThat(breakers().find(SCOPE)).contains(winners.getFirst());
            stored.set(winners.getFirst());
        });
    }

    @Test
    void list_everyPageSize_givesEachOnceByScope() {
        var expected = new ArrayList<Breaker>();
        for (var scope : List.of("egg:a", "egg:b", "place:aws/eu 1/x")) {
            expected.add(breakers().save(Breaker.closed(new BreakerScope(scope))));
        }

        for (int limit = 1; limit <= 4; limit++) {
            assertThat(all(limit, breakers()::list)).isEqualTo(expected);
        }
    }

    @Test
    void findAll_someOfThemWritten_givesThose() {
        assertThat(breakers().findAll(Set.of())).isEmpty();
        var web = breakers().save(Breaker.closed(SCOPE).failed("quota", 1, Samples.NOW));
        var place = breakers().save(Breaker.closed(BreakerScope.ofPlace("aws", "зона", "4x8")));
        breakers().save(Breaker.closed(new BreakerScope("egg:other")));

        assertThat(breakers().findAll(Set.of(SCOPE, place.scope(), new BreakerScope("egg:never"))))
                .isEqualTo(Map.of(SCOPE, web, place.scope(), place));
    }

    @Test
    void findAll_hundredsOfScopes_areReadWhole() {
        var scopes = IntStream.range(0, 300)
                .mapToObj(number -> new BreakerScope("place:" + number))
                .collect(Collectors.toSet());
        var first = breakers().save(Breaker.closed(new BreakerScope("place:0")));
        var last = breakers().save(Breaker.closed(new BreakerScope("place:299")));

        assertThat(breakers().findAll(scopes)).isEqualTo(Map.of(first.scope(), first, last.scope(), last));
    }
}
