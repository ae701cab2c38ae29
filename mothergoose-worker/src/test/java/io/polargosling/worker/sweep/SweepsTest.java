package io.polargosling.worker.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.inventory.Clouds;
import io.polargosling.domain.lease.Lease;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.gitlab.GitLabClient;
import io.polargosling.secrets.LocalSecrets;
import io.polargosling.settings.Settings;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.worker.SentCommands;
import io.polargosling.worker.demand.DemandPoll;
import io.polargosling.worker.hook.HookAddress;
import io.polargosling.worker.hook.NestHook;
import io.polargosling.worker.target.EggTargets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SweepsTest {

    private static final int MORE_THAN_A_PAGE = 503;

    @TempDir
    private Path folder;

    private final SentCommands queue = new SentCommands();
    private final MutableClock clock = MutableClock.at(Samples.NOW);
    private Storage storage;
    private Leases leases;
    private Lease nest;
    private Sweeps sweeps;

    @BeforeEach
    void open() {
        storage = JdbcStorage.embedded(folder);
        leases = Leases.ofThisProcess(storage.leases(), Duration.ofSeconds(60));
        nest = leases.tryTake("nest-sync").orElseThrow();
        var gitlab = GitLabClient.open();
        var secrets = LocalSecrets.open(folder, Optional.empty(), false);
        var settings = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("gosling", Bindable.of(Settings.class));
        var address = HookAddress.of("http://127.0.0.1:1");
        sweeps = new Sweeps(
                storage,
                queue,
                new OrphanSweep(
                        storage,
                        Clouds.of(Map.of()),
                        new OrphanJobs(storage, gitlab, new EggTargets(storage, secrets), clock),
                        clock),
                new DemandPoll(
                        storage, queue, new DemandPoll.Periods(Duration.ofSeconds(60), Duration.ofMinutes(10)), clock),
                new NestHook(storage, gitlab, secrets, address, settings, clock),
                new CapacityRecount(storage, queue, leases, clock),
                clock);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 7, 12})
    void keepHooks_howeverOften_asksForEachOnceInAnHour(int minutes) {
        for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
            store(Samples.eggConfig("egg-" + i, 1000 + i));
        }
        var begin = clock.instant().truncatedTo(ChronoUnit.HOURS);
        clock.set(begin);

        sweeps.keepHooks();
        assertThat(queue.commands()).hasSizeLessThan(MORE_THAN_A_PAGE / 6);
        var end = begin.plus(Duration.ofMinutes(59));
        for (var at = begin; at.isBefore(end); at = at.plus(Duration.ofMinutes(minutes))) {
            clock.set(at);
            sweeps.keepHooks();
        }
        clock.set(end);
        sweeps.keepHooks();

        assertThat(queue.commands()).hasSize(MORE_THAN_A_PAGE).doesNotHaveDuplicates();
    }

    @Test
    void discoverGroups_eggsOfProjectsAndGroups_asksForTheGroupsThatTakeRunners() {
        store(Samples.eggConfig("of-a-project"));
        var group = store(Samples.fullEggConfig("of-a-group"));

        sweeps.discoverGroups();

        assertThat(queue.commands()).containsExactly(new Command.ReconcileGitLab(group));
    }

    @Test
    void sweepOverdue_dirtyEgg_asksForALookAtItAlone() {
        var seen = store(Samples.eggConfig("seen"));
        var dirty = store(Samples.eggConfig("dirty"));
        markSeen(seen);

        sweeps.sweepOverdue();

        assertThat(queue.commands()).containsExactly(new Command.ReconcileEgg(dirty));
    }

    @Test
    void sweepOverdue_runnersDeadlineHasCome_asksForALookOnce() {
        var egg = store(Samples.eggConfig("web"));
        for (var id : List.of("aaaaaaaaaaaa", "bbbbbbbbbbbb")) {
            var runner = Samples.runner(egg, RunnerId.of(id), Pool.APEX, Samples.NOW);
            storage.runners()
                    .reserve(List.of(runner), SlotLimits.of(3), List.of(Samples.audit("runner/" + id)), nest.fence());
        }
        markSeen(egg);

        sweeps.sweepOverdue();
        assertThat(queue.commands()).isEmpty();
        clock.advance(Duration.ofMinutes(11));
        sweeps.sweepOverdue();

        assertThat(queue.commands()).containsExactly(new Command.ReconcileEgg(egg));
    }

    @Test
    void sweepOverdue_countersSayWhatRowsSay_findsNoFault() {
        var egg = store(Samples.eggConfig("web"));
        var runner = Samples.runner(egg, RunnerId.of("aaaaaaaaaaaa"), Pool.APEX, Samples.NOW);
        storage.runners().reserve(List.of(runner), SlotLimits.of(3), List.of(), nest.fence());
        markSeen(egg);

        for (int i = 0; i < 10; i++) {
            sweeps.sweepOverdue();
        }

        assertThat(storage.runners().capacity(egg)).containsExactly(new CapacityUse(Pool.APEX, 1, 3));
        assertThat(storage.findings()
                        .ofResource("egg/web", PageRequest.first(5))
                        .items())
                .isEmpty();
        assertThat(leases.tryTake("egg:web")).isPresent();
    }

    private EggName store(EggConfig config) {
        storage.eggs()
                .apply(
                        config,
                        Samples.hash('a'),
                        Samples.COMMIT,
                        Samples.NOW,
                        Samples.audit("egg/" + config.name()),
                        nest.fence());
        return config.name();
    }

    private void markSeen(EggName name) {
        var lease = leases.tryTake("egg:" + name).orElseThrow();
        var generation = storage.eggs().find(name).orElseThrow().generation();
        assertThat(storage.leases().releaseReconciled(lease, name, generation)).isTrue();
    }
}
