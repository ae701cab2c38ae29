package io.polargosling.worker.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.lease.Lease;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.sync.SyncRecord;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.gen.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private static final Instant NOW = Samples.NOW;
    private static final EggName WEB = EggName.of("web");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final MutableClock clock = MutableClock.at(NOW);
    private final Random random = new Random(7);
    private Storage storage;
    private Leases leases;
    private Lease nest;
    private Retention retention;

    @BeforeEach
    void open() {
        storage = JdbcStorage.open("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        leases = Leases.ofThisProcess(storage.leases(), Duration.ofSeconds(60));
        nest = leases.tryTake("nest-sync").orElseThrow();
        retention = new Retention(storage, leases, clock);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private Fence fence() {
        return nest.fence();
    }

    private void endSync() {
        storage.leases().release(nest, Optional.empty());
    }

    private static Instant justOlderThan(Duration age) {
        return NOW.minus(age).minus(SECOND);
    }

    private static Instant notOlderThan(Duration age) {
        return NOW.minus(age).plus(SECOND);
    }

    @Test
    void forget_histories_keepsWhatIsNotOldEnough() {
        sync(justOlderThan(Retention.HISTORY));
        var kept = sync(notOlderThan(Retention.HISTORY));
        audit(justOlderThan(Retention.AUDIT));
        var audited = audit(notOlderThan(Retention.AUDIT));

        retention.forget();

        assertThat(storage.syncs().history(PageRequest.first(5)).items()).containsExactly(kept);
        assertThat(storage.audit().ofResource("egg/web", PageRequest.first(5)).items())
                .containsExactly(audited);
    }

    private SyncRecord sync(Instant at) {
        var sync = new SyncRecord(
                UUID.randomUUID(),
                Optional.empty(),
                "timer",
                SyncRecord.Outcome.failed(),
                List.of(),
                Optional.empty(),
                new SyncRecord.Timing(at, Duration.ZERO));
        storage.syncs().record(sync, Optional.empty(), fence());
        return sync;
    }

    private AuditEntry audit(Instant at) {
        var entry = AuditEntry.of(at, "worker", "test", "egg/web", Map.of());
        storage.runners().write(new RunnerWrite(List.of(), List.of(entry), Optional.empty(), Optional.empty(), false));
        return entry;
    }

    @Test
    void forget_plansOfAnEgg_keepsTheLastTenAndTheYoung() {
        apply("web", NOW);
        for (int i = 0; i < 13; i++) {
            closedPlan(justOlderThan(Retention.HISTORY).minusSeconds(i));
        }

        retention.forget();

        assertThat(storage.plans().ofEgg(WEB, PageRequest.first(50)).items()).hasSize(Retention.PLANS_KEPT);
    }

    private void closedPlan(Instant at) {
        var plan = storage.plans().save(Samples.plan(WEB, at), fence());
        storage.plans().save(plan.moveTo(PlanStatus.DISCARDED, at, Optional.empty()), fence());
    }

    @Test
    void forget_runnersAndRuns_keepsTheLivingAndTheYoung() {
        apply("web", NOW);
        var old = terminated(justOlderThan(Retention.RUNTIME));
        var young = terminated(notOlderThan(Retention.RUNTIME));
        run(justOlderThan(Retention.RUNTIME));
        var run = run(notOlderThan(Retention.RUNTIME));

        retention.forget();

        assertThat(storage.runners().find(old)).isEmpty();
        assertThat(storage.runners().find(young)).isPresent();
        assertThat(storage.runs().newest(WEB)).contains(run);
        assertThat(storage.runs().forgetClosed(NOW, 5)).isEqualTo(1);
    }

    private RunnerId terminated(Instant at) {
        Runner runner = Samples.runner(WEB, RunnerId.random(random), Pool.APEX, at);
        storage.runners().reserve(List.of(runner), SlotLimits.of(100), List.of(), fence());
        for (var next : List.of(RunnerState.FAILED, RunnerState.TERMINATING, RunnerState.TERMINATED)) {
            runner = storage.runners().find(runner.id()).orElseThrow();
            storage.runners().write(RunnerWrite.fenced(fence(), runner.moveTo(next, at, Optional.empty())));
        }
        return runner.id();
    }

    private TofuRun run(Instant at) {
        var step = new TofuRun.Step(TofuPhase.INIT, OptionalLong.empty(), OptionalLong.empty(), at.plusSeconds(60));
        var run = TofuRun.here(WEB, UUID.randomUUID(), 1, step, at).ended("applied");
        storage.runs().save(run, at, fence());
        return run;
    }

    @Test
    void forget_removedEggs_areGoneAfterThirtyDaysUnlessTheyHaveRunners() {
        apply("web", NOW);
        apply("young", NOW);
        apply("busy", NOW);
        remove("web", justOlderThan(Retention.RUNTIME));
        remove("young", notOlderThan(Retention.RUNTIME));
        remove("busy", justOlderThan(Retention.RUNTIME));
        storage.runners()
                .reserve(
                        List.of(Samples.runner(EggName.of("busy"), RunnerId.random(random), Pool.APEX, NOW)),
                        SlotLimits.of(10),
                        List.of(),
                        fence());
        storage.findings()
                .report(
                        new Finding(
                                Severity.WARNING,
                                "hook-disabled",
                                Place.ofFile("."),
                                "egg/web",
                                "by GitLab",
                                Optional.empty()),
                        NOW.minusSeconds(5));
        endSync();

        retention.forget();

        assertThat(storage.eggs().find(WEB)).isEmpty();
        assertThat(storage.findings()
                        .ofResource("egg/web", PageRequest.first(5))
                        .items())
                .isEmpty();
        assertThat(storage.eggs().find(EggName.of("young"))).isPresent();
        assertThat(storage.eggs().find(EggName.of("busy"))).isPresent();
        assertThat(leases.tryTake("nest-sync")).isPresent();
    }

    @Test
    void forget_syncIsUnderWay_leavesRemovedEggsForTomorrow() {
        apply("web", NOW);
        remove("web", justOlderThan(Retention.RUNTIME));

        retention.forget();
        assertThat(storage.eggs().find(WEB)).isPresent();

        endSync();
        retention.forget();
        assertThat(storage.eggs().find(WEB)).isEmpty();
    }

    private void apply(String name, Instant at) {
        storage.eggs()
                .apply(
                        Samples.eggConfig(name),
                        Samples.hash('a'),
                        Samples.COMMIT,
                        at,
                        Samples.audit("egg/" + name),
                        fence());
    }

    private void remove(String name, Instant at) {
        var audit = AuditEntry.of(at, "worker", "egg.removed", "egg/" + name, Map.of());
        storage.eggs().changeState(EggName.of(name), EggState.REMOVED, Optional.empty(), audit, fence());
    }

    @Test
    void forget_emptyStore_doesNothing() {
        endSync();

        retention.forget();

        assertThat(storage.eggs().list(PageRequest.first(1)).items()).isEmpty();
    }
}
