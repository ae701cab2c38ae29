package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.breaker.Breaker;
import io.polargosling.domain.breaker.BreakerScope;
import io.polargosling.domain.demand.Decision;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.problem.StandingFinding;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.status.EggStatus;
import io.polargosling.domain.status.EggStatusReader;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.RowSamples;
import io.polargosling.testkit.gen.Samples;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link EggStatusReader} must do. */
public abstract class EggStatusContract extends StoreContract {

    private static final EggName OTHER = EggName.of("web2");

    private final Random random = new Random(5);

    private EggStatusReader statuses() {
        return storage().statuses();
    }

    private void reserve(EggName egg, int count, Fence fence) {
        for (int i = 0; i < count; i++) {
            var fresh = Samples.runner(egg, RunnerId.random(random), Pool.APEX, Samples.NOW.plusSeconds(i));
            storage().runners().reserve(List.of(fresh), SlotLimits.of(100), List.of(), fence);
        }
    }

    private void surround(EggName egg, Fence fence) {
        reserve(egg, 3, fence);
        for (int i = 0; i < 3; i++) {
            var plan = storage().plans().save(Samples.plan(egg, Samples.NOW.plusSeconds(i)), fence);
            storage().plans().save(plan.moveTo(PlanStatus.DISCARDED, Samples.NOW, Optional.of("отказ")), fence);
            storage().decisions().record(new Decision(egg, i, Samples.NOW, i, 9, List.of("причина 🪿")), fence);
            storage().findings().report(RowSamples.finding(Severity.WARNING, "code-" + i, "egg/" + egg), Samples.NOW);
        }
        storage().breakers().save(Breaker.closed(BreakerScope.of(egg)).failed("quota", 1, Samples.NOW));
    }

    @Test
    void of_noSuchEgg_isEmpty() {
        surround(EGG, fence("egg:web"));

        assertThat(statuses().of(EGG)).isEmpty();
    }

    @Test
    void of_bareEgg_hasNothingAroundIt() {
        var egg = apply(Samples.eggConfig("web"), 'a', fence("nest-sync"));
        apply(Samples.eggConfig(OTHER.value()), 'a', fence("nest-sync"));
        surround(OTHER, fence("egg:web2"));

        assertThat(statuses().of(EGG))
                .contains(new EggStatus(egg, List.of(), List.of(), Optional.empty(), Optional.empty(), List.of()));
    }

    @Test
    void of_eggWithEverything_isWhatTheStoresTell() {
        var egg = apply(Samples.fullEggConfig("web"), 'a', fence("nest-sync"));
        surround(EGG, fence("egg:web"));
        surround(OTHER, fence("egg:web2"));

        var status = statuses().of(EGG).orElseThrow();

        assertThat(status.egg()).isEqualTo(egg);
        assertThat(status.runners()).hasSize(3).isEqualTo(storage().runners().ofEgg(EGG));
        assertThat(status.plans())
                .hasSize(3)
                .isEqualTo(storage().plans().ofEgg(EGG, PageRequest.first(10)).items());
        assertThat(status.decision())
                .hasValueSatisfying(newest -> assertThat(newest.generation()).isEqualTo(2));
        assertThat(status.decision())
                .isEqualTo(storage().decisions().newest(EGG, 1).stream().findFirst());
        assertThat(status.breaker()).isPresent().isEqualTo(storage().breakers().find(BreakerScope.of(EGG)));
        assertThat(status.findings())
                .hasSize(3)
                .isEqualTo(storage()
                        .findings()
                        .ofResource("egg/web", PageRequest.first(10))
                        .items());
    }

    @Test
    void of_terminatedRunner_leavesItOut() {
        apply(Samples.eggConfig("web"), 'a', fence("nest-sync"));
        var fence = fence("egg:web");
        reserve(EGG, 2, fence);
        Runner ended = storage().runners().ofEgg(EGG).getFirst();
        for (var next : List.of(RunnerState.FAILED, RunnerState.TERMINATING, RunnerState.TERMINATED)) {
            ended = storage()
                    .runners()
                    .write(RunnerWrite.fenced(fence, ended.moveTo(next, Samples.NOW, Optional.empty())))
                    .getFirst();
        }

        assertThat(statuses().of(EGG).orElseThrow().runners()).hasSize(1).doesNotContain(ended);
    }

    @Test
    void of_moreThanIsTold_givesTheNewestPlansAndTheFirstFindings() {
        apply(Samples.eggConfig("web"), 'a', fence("nest-sync"));
        var fence = fence("egg:web");
        for (int i = 0; i <= EggStatus.MAX_PLANS; i++) {
            var plan = storage().plans().save(Samples.plan(EGG, Samples.NOW.plusSeconds(i)), fence);
            storage().plans().save(plan.moveTo(PlanStatus.DISCARDED, Samples.NOW, Optional.empty()), fence);
        }
        for (int i = 0; i <= EggStatus.MAX_FINDINGS; i++) {
            storage()
                    .findings()
                    .report(RowSamples.finding(Severity.ERROR, "code-" + (100 + i), "egg/web"), Samples.NOW);
        }

        var status = statuses().of(EGG).orElseThrow();

        assertThat(status.plans())
                .isEqualTo(storage()
                        .plans()
                        .ofEgg(EGG, PageRequest.first(EggStatus.MAX_PLANS))
                        .items());
        assertThat(status.findings())
                .hasSize(EggStatus.MAX_FINDINGS)
                .first()
                .extracting(StandingFinding::finding)
                .isEqualTo(RowSamples.finding(Severity.ERROR, "code-100", "egg/web"));
    }
}
