package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.demand.Decision;
import io.polargosling.domain.demand.DecisionStore;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.testkit.gen.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link DecisionStore} must do. */
public abstract class DecisionStoreContract extends StoreContract {

    private DecisionStore decisions() {
        return storage().decisions();
    }

    private static Decision decision(EggName egg, long generation, String reason) {
        return new Decision(
                egg, generation, Samples.NOW.plusSeconds(generation), 3, 1, List.of(reason, "причина: \"x\""));
    }

    @Test
    void newest_emptyStore_isEmpty() {
        assertThat(decisions().newest(EGG, 10)).isEmpty();
    }

    @Test
    void record_sameGenerationAgain_takesThePlaceOfTheFirst() {
        var fence = fence("egg:web");
        decisions().record(decision(EGG, 1, "create: jobs-waiting"), fence);
        var second = decision(EGG, 1, "no-capacity");
        decisions().record(second, fence);

        assertThat(decisions().newest(EGG, 10)).containsExactly(second);
    }

    @Test
    void record_moreThanFifty_keepsTheNewestFiftyOfEachEgg() {
        var fence = fence("egg:web");
        var other = decision(EggName.of("api"), 1, "other");
        decisions().record(other, fence);
        for (int generation = 1; generation <= 60; generation++) {
            decisions().record(decision(EGG, generation, "g"), fence);
        }

        var kept = decisions().newest(EGG, 100);
        assertThat(kept).hasSize(50);
        assertThat(kept.getFirst().generation()).isEqualTo(60);
        assertThat(kept.getLast().generation()).isEqualTo(11);
        assertThat(decisions().newest(EGG, 2)).extracting(Decision::generation).containsExactly(60L, 59L);
        assertThat(decisions().newest(EggName.of("api"), 10)).containsExactly(other);
    }

    @Test
    void record_lostLease_isRefused() {
        var lost = lostFence("egg:web");

        assertThatThrownBy(() -> decisions().record(decision(EGG, 1, "x"), lost))
                .isInstanceOf(ConflictException.class);
        assertThat(decisions().newest(EGG, 10)).isEmpty();
    }

    @Test
    void record_clockGoesBack_ordersByGeneration() {
        var fence = fence("egg:web");
        var first = decision(EGG, 1, "first");
        var second = new Decision(EGG, 2, Samples.NOW.minusSeconds(86_400), 0, 0, List.of());
        decisions().record(first, fence);
        decisions().record(second, fence);

        assertThat(decisions().newest(EGG, 10)).containsExactly(second, first);
    }

    @Test
    void newest_limit_cutsTheList() {
        var fence = fence("egg:web");
        decisions().record(decision(EGG, 1, "a"), fence);
        decisions().record(decision(EGG, 2, "b"), fence);

        assertThat(decisions().newest(EGG, 1)).extracting(Decision::generation).containsExactly(2L);
        assertThat(decisions().newest(EGG, 2)).hasSize(2);
        assertThat(decisions().newest(EGG, 3)).hasSize(2);
    }
}
