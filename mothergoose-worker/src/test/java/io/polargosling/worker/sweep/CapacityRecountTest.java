package io.polargosling.worker.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.pool.CapacityDrift;
import io.polargosling.domain.problem.StandingFinding;
import io.polargosling.domain.runner.RunnerStore;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.testkit.memory.MemoryStorage;
import io.polargosling.worker.SentCommands;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CapacityRecountTest {

    private static final EggName EGG = EggName.of("web");

    private final List<CapacityDrift> drifts = new ArrayList<>();
    private final SentCommands queue = new SentCommands();
    private final Storage storage = miscounting(MemoryStorage.empty());
    private final Leases leases = Leases.ofThisProcess(storage.leases(), Duration.ofSeconds(60));
    private final CapacityRecount recount = new CapacityRecount(storage, queue, leases, MutableClock.create());

    @BeforeEach
    void storeEgg() {
        var lease = leases.tryTake("nest-sync").orElseThrow();
        storage.eggs()
                .apply(
                        Samples.eggConfig(EGG.value()),
                        Samples.hash('a'),
                        Samples.COMMIT,
                        Samples.NOW,
                        Samples.audit("egg/web"),
                        lease.fence());
    }

    @Test
    void recount_counterWasWrong_isToldUntilItIsRight() {
        drifts.add(new CapacityDrift("apex", 1, 3));
        recount.recount(EGG);
        assertThat(findings()).singleElement().satisfies(standing -> {
            assertThat(standing.finding().code()).isEqualTo("capacity-drift");
            assertThat(standing.finding().message())
                    .isEqualTo("pool apex counted 3 slots (expected: 1, as its runners hold)");
        });

        drifts.clear();
        recount.recount(EGG);

        assertThat(findings()).isEmpty();
    }

    @Test
    void recount_eggIsBeingLookedAt_leavesItAlone() {
        drifts.add(new CapacityDrift("apex", 1, 3));
        assertThat(leases.tryTake("egg:web")).isPresent();

        recount.recount(EGG);

        assertThat(findings()).isEmpty();
    }

    @Test
    void recount_eggIsDirtyAfterIt_asksForTheLookThatCouldNotBeTaken() {
        recount.recount(EGG);
        assertThat(queue.commands()).containsExactly(new Command.ReconcileEgg(EGG));
        queue.clear();
        var lease = leases.tryTake("egg:web").orElseThrow();
        var generation = storage.eggs().find(EGG).orElseThrow().generation();
        assertThat(storage.leases().releaseReconciled(lease, EGG, generation)).isTrue();

        recount.recount(EGG);

        assertThat(queue.commands()).isEmpty();
        assertThat(leases.tryTake("egg:web")).isPresent();
    }

    private List<StandingFinding> findings() {
        return storage.findings().ofResource("egg/web", PageRequest.first(5)).items();
    }

    /** {@code real}, whose counters are off by what the test says. */
    private Storage miscounting(Storage real) {
        var runners = proxy(RunnerStore.class, real.runners(), "recount", () -> List.copyOf(drifts));
        return proxy(Storage.class, real, "runners", () -> runners);
    }

    private static <T> T proxy(Class<T> type, T real, String method, Supplier<Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (_, called, arguments) ->
                        called.getName().equals(method) ? answer.get() : called.invoke(real, arguments)));
    }
}
