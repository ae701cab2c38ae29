package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanBinding;
import io.polargosling.domain.plan.PlanKind;
import io.polargosling.domain.plan.PlanOrigin;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.plan.PlanStore;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link PlanStore} must do. */
public abstract class PlanStoreContract extends StoreContract {

    private static final Map<PlanStatus, List<PlanStatus>> PATHS = new EnumMap<>(Map.of(
            PlanStatus.PENDING, List.of(),
            PlanStatus.APPLYING, List.of(PlanStatus.APPLYING),
            PlanStatus.APPLIED, List.of(PlanStatus.APPLYING, PlanStatus.APPLIED),
            PlanStatus.FAILED, List.of(PlanStatus.APPLYING, PlanStatus.FAILED),
            PlanStatus.DISCARDED, List.of(PlanStatus.DISCARDED),
            PlanStatus.ROLLED_BACK, List.of(PlanStatus.APPLYING, PlanStatus.APPLIED, PlanStatus.ROLLED_BACK)));

    private PlanStore plans() {
        return storage().plans();
    }

    private Plan brought(PlanStatus status, Fence fence) {
        var plan = plans().save(Samples.plan(EGG, Samples.NOW), fence);
        for (var step : PATHS.getOrDefault(status, List.of())) {
            plan = plans().save(plan.moveTo(step, Samples.NOW, Optional.empty()), fence);
        }
        return plan;
    }

    @Test
    void everyRead_emptyStore_findsNothing() {
        assertThat(plans().find(UUID.randomUUID())).isEmpty();
        assertThat(plans().open(EGG)).isEmpty();
        assertThat(plans().ofEgg(EGG, PageRequest.first(1)).items()).isEmpty();
    }

    @Test
    void save_newThenMoved_isReadBackEqual() {
        var fence = fence("egg:web");
        var plan = Samples.plan(EGG, Samples.NOW);

        var written = plans().save(plan, fence);
        assertThat(written).isEqualTo(plan.withVersion(1));
        assertThat(plans().find(plan.id())).contains(written);

        var failed = plans().save(
                        plans().save(written.moveTo(PlanStatus.APPLYING, Samples.NOW, Optional.empty()), fence)
                                .moveTo(PlanStatus.FAILED, Samples.NOW, Optional.of("ошибка \"x\"")),
                        fence);
        assertThat(failed.version()).isEqualTo(3);
        assertThat(plans().find(plan.id())).contains(failed);
    }

    @Test
    void save_sameNewPlanTwice_isRefused() {
        var fence = fence("egg:web");
        var plan = Samples.plan(EGG, Samples.NOW);
        plans().save(plan, fence);

        assertThatThrownBy(() -> plans().save(plan, fence)).isInstanceOf(ConflictException.class);
    }

    @Test
    void save_staleVersionOrUnknownRow_isRefused() {
        var fence = fence("egg:web");
        var first = plans().save(Samples.plan(EGG, Samples.NOW), fence);
        var second = plans().save(first.moveTo(PlanStatus.APPLYING, Samples.NOW, Optional.empty()), fence);
        var discarded = first.moveTo(PlanStatus.DISCARDED, Samples.NOW, Optional.empty());
        var unknown = Samples.plan(EGG, Samples.NOW).withVersion(1);

        assertThatThrownBy(() -> plans().save(discarded, fence)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> plans().save(unknown, fence)).isInstanceOf(ConflictException.class);
        assertThat(plans().find(first.id())).contains(second);
    }

    @Test
    void save_everyPairOfStatuses_refusesExactlyTheIllegalMoves() {
        var fence = fence("egg:web");
        for (var from : PlanStatus.values()) {
            for (var to : PlanStatus.values()) {
                var plan = brought(from, fence);
                var moved = plan.moveTo(to, Samples.NOW, Optional.empty());
                if (from.mayBecome(to)) {
                    assertThat(plans().save(moved, fence).status()).isEqualTo(to);
                } else {
                    assertThatThrownBy(() -> plans().save(moved, fence)).isInstanceOf(ConflictException.class);
                    assertThat(plans().find(plan.id())).contains(plan);
                }
            }
        }
    }

    @Test
    void save_lostLease_isRefused() {
        var lost = lostFence("egg:web");
        var plan = Samples.plan(EGG, Samples.NOW);

        assertThatThrownBy(() -> plans().save(plan, lost)).isInstanceOf(ConflictException.class);
        assertThat(plans().find(plan.id())).isEmpty();
    }

    @Test
    void open_pendingAndApplying_onlyOfThisEgg() {
        var fence = fence("egg:web");
        var pending = brought(PlanStatus.PENDING, fence);
        var applying = brought(PlanStatus.APPLYING, fence);
        brought(PlanStatus.APPLIED, fence);
        brought(PlanStatus.DISCARDED, fence);
        plans().save(Samples.plan(EggName.of("api"), Samples.NOW), fence);

        assertThat(plans().open(EGG)).containsExactlyInAnyOrder(pending, applying);
    }

    @Test
    void ofEgg_everyPageSize_givesEachPlanOnceNewestFirst() {
        var fence = fence("egg:web");
        var newestFirst = new ArrayList<Plan>();
        for (int i = 0; i < 5; i++) {
            newestFirst.addFirst(plans().save(Samples.plan(EGG, Samples.NOW.plusSeconds(i)), fence));
        }
        plans().save(Samples.plan(EggName.of("api"), Samples.NOW), fence);

        for (int limit = 1; limit <= 6; limit++) {
            assertThat(all(limit, page -> plans().ofEgg(EGG, page))).isEqualTo(newestFirst);
        }
    }

    @Test
    void save_eightRacing_exactlyOneMoves() throws Exception {
        var fences = IntStream.range(0, 8).mapToObj(i -> fence("egg:" + i)).toList();
        Race.rounds(_ -> {
            var plan = plans().save(Samples.plan(EGG, Samples.NOW), fences.getFirst());

            var won = Race.run(8, i -> () -> {
                var to = i % 2 == 0 ? PlanStatus.APPLYING : PlanStatus.DISCARDED;
                try {
                    return Optional.of(plans().save(plan.moveTo(to, Samples.NOW, Optional.empty()), fences.get(i)));
                } catch (ConflictException e) {
                    return Optional.<Plan>empty();
                }
            });

            var winners = won.stream().flatMap(Optional::stream).toList();
            assertThat(winners).hasSize(1);
            assertThat(plans().find(plan.id())).contains(winners.getFirst());
        });
    }

    @Test
    void ofEgg_plansOfOneInstantAndOfAClockThatWentBack_areEachGivenOnce() {
        var fence = fence("egg:web");
        for (int i = 0; i < 3; i++) {
            plans().save(Samples.plan(EGG, Samples.NOW), fence);
            plans().save(Samples.plan(EGG, Samples.NOW.minusSeconds(i)), fence);
        }
        for (int limit = 1; limit <= 7; limit++) {
            var rows = all(limit, page -> plans().ofEgg(EGG, page));
            assertThat(rows).hasSize(6).doesNotHaveDuplicates();
            assertThat(rows)
                    .extracting(plan -> plan.progress().createdAt())
                    .isSortedAccordingTo(Collections.reverseOrder());
        }
    }

    @Test
    void save_everyKindAndBinding_isReadBackEqual() {
        var fence = fence("egg:web");
        for (var kind : PlanKind.values()) {
            for (var serial : List.of(OptionalLong.empty(), OptionalLong.of(0), OptionalLong.of(1L << 40))) {
                var like = Samples.plan(EGG, Samples.NOW);
                var binding = new PlanBinding(Samples.hash('1'), Samples.hash('2'), serial);
                var plan = Plan.pending(
                        like.id(), EGG, PlanOrigin.of(kind), like.inputs(), like.changes(), binding, Samples.NOW);

                var written = plans().save(plan, fence);

                assertThat(written).isEqualTo(plan.withVersion(1));
                assertThat(plans().find(plan.id())).contains(written);
                assertThat(plans().open(EGG)).contains(written);
            }
        }
        assertThat(all(4, page -> plans().ofEgg(EGG, page)))
                .extracting(plan -> plan.origin().kind())
                .contains(PlanKind.values());
    }

    @Test
    void save_linkedBothWays_isReadBackFromBothEnds() {
        var fence = fence("egg:web");
        var left = brought(PlanStatus.APPLIED, fence);
        var rollback =
                plans().save(Samples.plan(EGG, Samples.NOW.plusSeconds(1)).linkedTo(left.id()), fence);

        var replaced = plans().save(
                        left.linkedTo(rollback.id()).moveTo(PlanStatus.ROLLED_BACK, Samples.NOW, Optional.empty()),
                        fence);

        assertThat(plans().find(left.id())).contains(replaced);
        assertThat(replaced.origin().rollbackPlan()).contains(rollback.id());
        assertThat(plans().find(rollback.id()).orElseThrow().origin().rollbackPlan())
                .contains(left.id());
    }
}
