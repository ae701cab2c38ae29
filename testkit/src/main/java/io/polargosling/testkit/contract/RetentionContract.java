package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.sync.SyncRecord;
import io.polargosling.testkit.gen.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every storage must do when rows grow old: delete those, no more of them than allowed, and nothing else. */
public abstract class RetentionContract extends StoreContract {

    private static final Instant NOW = Samples.NOW;

    private final Random random = new Random(11);

    private Fence fence() {
        return fence("egg:web");
    }

    @Test
    void everyForget_emptyStore_deletesNothing() {
        assertThat(storage().audit().forgetBefore(NOW, 500)).isZero();
        assertThat(storage().syncs().forgetBefore(NOW, 500)).isZero();
        assertThat(storage().plans().forgetBefore(EGG, NOW, 10, 500)).isZero();
        assertThat(storage().runners().forgetTerminated(NOW, 500)).isZero();
        assertThat(storage().runs().forgetClosed(NOW, 500)).isZero();
    }

    @Test
    void everyForget_limitOutOfRange_isRefused() {
        for (int atMost : new int[] {0, 501}) {
            assertThatThrownBy(() -> storage().audit().forgetBefore(NOW, atMost))
                    .isInstanceOf(InvalidException.class);
            assertThatThrownBy(() -> storage().runs().forgetClosed(NOW, atMost)).isInstanceOf(InvalidException.class);
        }
    }

    @Test
    void audit_oldAndNew_deletesTheOld() {
        for (int i = 1; i <= 3; i++) {
            audit(NOW.minusSeconds(i));
        }
        var fresh = audit(NOW);

        assertThat(storage().audit().forgetBefore(NOW, 2)).isEqualTo(2);
        assertThat(storage().audit().forgetBefore(NOW, 2)).isEqualTo(1);
        assertThat(storage().audit().forgetBefore(NOW, 2)).isZero();
        assertThat(all(5, page -> storage().audit().ofResource("egg/web", page)))
                .containsExactly(fresh);
    }

    private AuditEntry audit(Instant at) {
        var entry = AuditEntry.of(at, "worker", "test", "egg/web", Map.of());
        storage()
                .runners()
                .write(new RunnerWrite(List.of(), List.of(entry), Optional.empty(), Optional.empty(), false));
        return entry;
    }

    @Test
    void syncs_oldAndNew_deletesTheOld() {
        var fence = fence();
        for (int i = 1; i <= 3; i++) {
            sync(NOW.minusSeconds(i), fence);
        }
        var fresh = sync(NOW, fence);

        assertThat(storage().syncs().forgetBefore(NOW, 2)).isEqualTo(2);
        assertThat(storage().syncs().forgetBefore(NOW, 2)).isEqualTo(1);
        assertThat(storage().syncs().forgetBefore(NOW, 2)).isZero();
        assertThat(all(5, page -> storage().syncs().history(page))).containsExactly(fresh);
    }

    private SyncRecord sync(Instant at, Fence fence) {
        var sync = new SyncRecord(
                UUID.randomUUID(),
                Optional.of(Samples.COMMIT),
                "timer",
                new SyncRecord.Outcome(SyncRecord.Status.SUCCESS, 0, 0, 0, SyncRecord.Synced.nothing()),
                List.of(),
                Optional.empty(),
                new SyncRecord.Timing(at, Duration.ofMillis(12)));
        storage().syncs().record(sync, Optional.empty(), fence);
        return sync;
    }

    @Test
    void plans_moreThanAreKept_deletesTheOldestClosedOnes() {
        var fence = fence();
        for (int i = 0; i < 6; i++) {
            closedPlan(EGG, NOW.minusSeconds(60L + i), fence);
        }
        var open = storage().plans().save(Samples.plan(EGG, NOW.minusSeconds(3600)), fence);
        var other = closedPlan(EggName.of("api"), NOW.minusSeconds(3600), fence);

        assertThat(storage().plans().forgetBefore(EGG, NOW, 2, 3)).isEqualTo(3);
        assertThat(storage().plans().forgetBefore(EGG, NOW, 2, 3)).isEqualTo(1);
        assertThat(storage().plans().forgetBefore(EGG, NOW, 2, 3)).isZero();
        var left = all(5, page -> storage().plans().ofEgg(EGG, page));
        assertThat(left)
                .extracting(plan -> plan.progress().createdAt())
                .containsExactly(NOW.minusSeconds(60), NOW.minusSeconds(61), NOW.minusSeconds(3600));
        assertThat(left).contains(open);
        assertThat(storage().plans().find(other.id())).isPresent();
    }

    @Test
    void plans_youngOnesBeyondTheKept_stay() {
        var fence = fence();
        closedPlan(EGG, NOW.minusSeconds(60), fence);
        var young = closedPlan(EGG, NOW, fence);
        closedPlan(EGG, NOW.plusSeconds(60), fence);

        assertThat(storage().plans().forgetBefore(EGG, NOW, 0, 500)).isEqualTo(1);
        assertThat(all(5, page -> storage().plans().ofEgg(EGG, page)))
                .hasSize(2)
                .contains(young);
        assertThat(storage().plans().forgetBefore(EGG, NOW.plusSeconds(3600), 3, 500))
                .isZero();
    }

    private Plan closedPlan(EggName egg, Instant at, Fence fence) {
        var plan = storage().plans().save(Samples.plan(egg, at), fence);
        return storage().plans().save(plan.moveTo(PlanStatus.DISCARDED, at, Optional.empty()), fence);
    }

    @Test
    void runners_terminatedForLongAndNot_deletesTheFormer() {
        var fence = fence();
        var old = runnerIn(RunnerState.TERMINATED, NOW.minusSeconds(60), fence);
        var older = runnerIn(RunnerState.TERMINATED, NOW.minusSeconds(90), fence);
        var justNow = runnerIn(RunnerState.TERMINATED, NOW, fence);
        var terminating = runnerIn(RunnerState.TERMINATING, NOW.minusSeconds(90), fence);

        assertThat(storage().runners().forgetTerminated(NOW, 1)).isEqualTo(1);
        assertThat(storage().runners().forgetTerminated(NOW, 500)).isEqualTo(1);
        assertThat(storage().runners().forgetTerminated(NOW, 500)).isZero();
        assertThat(storage().runners().find(old)).isEmpty();
        assertThat(storage().runners().find(older)).isEmpty();
        assertThat(storage().runners().find(justNow)).isPresent();
        assertThat(storage().runners().find(terminating)).isPresent();
    }

    private RunnerId runnerIn(RunnerState state, Instant at, Fence fence) {
        var fresh = Samples.runner(EGG, RunnerId.random(random), Pool.APEX, at);
        storage().runners().reserve(List.of(fresh), SlotLimits.of(100), List.of(), fence);
        Runner runner = storage().runners().find(fresh.id()).orElseThrow();
        for (var next : List.of(RunnerState.FAILED, RunnerState.TERMINATING, RunnerState.TERMINATED)) {
            if (runner.state() != state) {
                runner = storage()
                        .runners()
                        .write(RunnerWrite.fenced(fence, runner.moveTo(next, at, Optional.empty())))
                        .getFirst();
            }
        }
        return runner.id();
    }

    @Test
    void runs_closedForLongAndNot_deletesTheFormer() {
        var fence = fence();
        for (int i = 1; i <= 3; i++) {
            storage().runs().save(run(NOW.minusSeconds(600 + i)).ended("applied"), NOW.minusSeconds(i), fence);
        }
        var fresh = run(NOW.minusSeconds(60)).ended("failed");
        storage().runs().save(fresh, NOW, fence);
        var open = run(NOW.minusSeconds(3600));
        storage().runs().save(open, NOW, fence);

        assertThat(storage().runs().forgetClosed(NOW, 2)).isEqualTo(2);
        assertThat(storage().runs().forgetClosed(NOW, 2)).isEqualTo(1);
        assertThat(storage().runs().forgetClosed(NOW, 2)).isZero();
        assertThat(storage().runs().newest(EGG)).contains(fresh);
        assertThat(storage().runs().open(EGG)).contains(open);
    }

    private static TofuRun run(Instant at) {
        var step = new TofuRun.Step(TofuPhase.INIT, OptionalLong.empty(), OptionalLong.empty(), at.plusSeconds(60));
        return TofuRun.here(EGG, UUID.randomUUID(), 1, step, at);
    }
}
