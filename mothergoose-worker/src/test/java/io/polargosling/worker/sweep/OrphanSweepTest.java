package io.polargosling.worker.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.Inventory;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.store.Storage;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.testkit.gen.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanSweepTest {

    private static final EggName EGG = EggName.of("web");
    private static final RunnerId A = RunnerId.of("aaaaaaaaaaaa");
    private static final RunnerId B = RunnerId.of("bbbbbbbbbbbb");

    @TempDir
    private Path folder;

    private final Machines machines = new Machines();
    private Storage storage;
    private OrphanSweep sweep;

    @BeforeEach
    void open() {
        storage = JdbcStorage.embedded(folder);
        sweep = new OrphanSweep(storage, machines);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void sweep_machineWithoutARow_isMarkedFirstAndRemovedSecond() {
        machines.there.add(A);

        sweep.sweep();
        assertThat(machines.there).containsExactly(A);
        sweep.sweep();
        assertThat(machines.there).isEmpty();
    }

    @Test
    void sweep_machineWithALiveRow_stays() {
        reserve(A);
        machines.there.add(A);

        sweep.sweep();
        sweep.sweep();

        assertThat(machines.there).containsExactly(A);
    }

    @Test
    void sweep_rowAppearsBetweenTwoPasses_takesTheMarkBack() {
        machines.there.add(A);
        sweep.sweep();
        reserve(A);

        sweep.sweep();

        assertThat(machines.there).containsExactly(A);
    }

    @Test
    void sweep_machineWasAwayForAPass_isMarkedAnew() {
        machines.there.add(A);
        sweep.sweep();
        machines.there.remove(A);
        sweep.sweep();
        machines.there.add(A);

        sweep.sweep();

        assertThat(machines.there).containsExactly(A);
    }

    @Test
    void sweep_oneCannotBeRemoved_removesTheOthersAndTriesAgain() {
        machines.there.addAll(Set.of(A, B));
        machines.stuck.add(A);
        sweep.sweep();

        sweep.sweep();
        assertThat(machines.there).containsExactly(A);
        machines.stuck.clear();
        sweep.sweep();

        assertThat(machines.there).isEmpty();
    }

    private void reserve(RunnerId id) {
        var leases = Leases.ofThisProcess(storage.leases(), Duration.ofSeconds(60));
        var nest = leases.tryTake("nest-sync").orElseThrow();
        storage.eggs()
                .apply(
                        Samples.eggConfig("web"),
                        Samples.hash('a'),
                        Samples.COMMIT,
                        Samples.NOW,
                        Samples.audit("egg/web"),
                        nest.fence());
        var runner = Samples.runner(EGG, id, Pool.APEX, Samples.NOW);
        storage.runners()
                .reserve(
                        List.of(runner),
                        SlotLimits.of(3),
                        new ArrayList<>(List.of(Samples.audit("runner/" + id))),
                        nest.fence());
    }

    /** Machines that can be made to resist. */
    private static final class Machines implements Inventory {

        private final Set<RunnerId> there = new TreeSet<>(java.util.Comparator.comparing(RunnerId::value));
        private final Set<RunnerId> stuck = new HashSet<>();

        @Override
        public List<CloudResource> list() {
            return there.stream().map(id -> CloudResource.local(id, "vm-" + id)).toList();
        }

        @Override
        public void delete(RunnerId runner) {
            if (stuck.contains(runner)) {
                throw new UnavailableException("removing " + runner + ": stuck");
            }
            there.remove(runner);
        }
    }
}
