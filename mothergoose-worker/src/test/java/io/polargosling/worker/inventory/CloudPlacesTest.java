package io.polargosling.worker.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.lease.Lease;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.testkit.memory.MemoryStorage;
import io.polargosling.worker.lease.HeldLease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CloudPlacesTest {

    private static final EggName WEB = EggName.of("web");

    private final Storage storage = MemoryStorage.empty();
    private final Leases leases = Leases.ofThisProcess(storage.leases(), Duration.ofSeconds(60));
    private final CloudPlaces places = new CloudPlaces(storage);

    @Test
    void regions_localEggsOnly_areNone() {
        store('a', Placement.local());

        assertThat(places.regions(CloudProvider.AWS)).isEmpty();
        assertThat(places.regions(CloudProvider.YANDEX)).isEmpty();
    }

    @Test
    void regions_eggMovesWhileARunnerLives_areThoseOfBoth() {
        store('a', aws("eu-central-1"));
        assertThat(places.regions(CloudProvider.AWS)).containsExactly("eu-central-1");
        reserve();

        store('b', aws("us-east-1"));

        assertThat(places.regions(CloudProvider.AWS)).containsExactly("eu-central-1", "us-east-1");
        assertThat(places.regions(CloudProvider.YANDEX)).isEmpty();
    }

    private void reserve() {
        var revision = storage.eggs().find(WEB).orElseThrow().active();
        var runner = Runner.reserved(
                RunnerId.of("aaaaaaaaaaaa"),
                revision,
                Optional.empty(),
                RunnerKind.VM,
                revision.config().cloud(),
                Samples.NOW);
        underLease("egg:web", lease -> {
            var _ = storage.runners().reserve(List.of(runner), SlotLimits.of(3), List.of(), lease.fence());
        });
    }

    private void store(char hash, Placement... placements) {
        var plain = Samples.eggConfig(WEB.value());
        var config = new EggConfig(
                WEB,
                plain.type(),
                Stream.of(placements).toList(),
                plain.resources(),
                plain.runner(),
                plain.gitlab(),
                plain.options());
        underLease(
                "nest-sync",
                lease -> storage.eggs()
                        .apply(
                                config,
                                Samples.hash(hash),
                                Samples.COMMIT,
                                Samples.NOW,
                                Samples.audit("egg/web"),
                                lease.fence()));
    }

    private void underLease(String key, Consumer<HeldLease> act) {
        Lease taken = leases.tryTake(key).orElseThrow();
        try (var lease = new HeldLease(taken, leases)) {
            act.accept(lease);
        } finally {
            storage.leases().release(taken, Optional.empty());
        }
    }

    private static Placement aws(String region) {
        return new Placement(
                CloudProvider.AWS,
                Optional.of(region),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
