package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.domain.run.TofuRunStore;
import io.polargosling.testkit.gen.Samples;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link TofuRunStore} must do. */
public abstract class TofuRunStoreContract extends StoreContract {

    private TofuRunStore runs() {
        return storage().runs();
    }

    private static TofuRun run(EggName egg, int startedAfterSeconds) {
        var started = Samples.NOW.plusSeconds(startedAfterSeconds);
        var step =
                new TofuRun.Step(TofuPhase.INIT, OptionalLong.empty(), OptionalLong.empty(), started.plusSeconds(60));
        return new TofuRun(egg, UUID.randomUUID(), 1, "хост-1", Optional.of("имя-1"), step, Optional.empty(), started);
    }

    @Test
    void everyRead_emptyStore_findsNothing() {
        assertThat(runs().open(EGG)).isEmpty();
        assertThat(runs().newest(EGG)).isEmpty();
    }

    @Test
    void save_everyStepOfARun_isReadBackEqual() {
        var fence = fence("egg:web");
        var fresh = run(EGG, 0);
        var started = fresh.at(new TofuRun.Step(
                TofuPhase.APPLY, OptionalLong.of(4711), OptionalLong.of(1L << 40), Samples.NOW.plusSeconds(99)));

        for (var step : List.of(fresh, fresh, started)) {
            runs().save(step, Samples.NOW, fence);
            assertThat(runs().open(EGG)).contains(step);
            assertThat(runs().newest(EGG)).contains(step);
        }
        runs().save(started.ended("applied"), Samples.NOW, fence);

        assertThat(runs().open(EGG)).isEmpty();
        assertThat(runs().newest(EGG)).contains(started.ended("applied"));
    }

    @Test
    void save_anotherRunIsOpen_isRefused() {
        var fence = fence("egg:web");
        var first = run(EGG, 0);
        runs().save(first, Samples.NOW, fence);
        var second = run(EGG, 1);

        assertThatThrownBy(() -> runs().save(second, Samples.NOW, fence)).isInstanceOf(ConflictException.class);
        assertThat(runs().newest(EGG)).contains(first);
        runs().save(run(EggName.of("api"), 0), Samples.NOW, fence);
        runs().save(first.ended("failed"), Samples.NOW, fence);
        runs().save(second, Samples.NOW, fence);
        assertThat(runs().open(EGG)).contains(second);
    }

    @Test
    void save_eightOpeningAtOnce_oneWins() throws Exception {
        // Fences apart, so that the lease's row does not line them up.
        var fences = IntStream.range(0, 8).mapToObj(i -> fence("egg:" + i)).toList();
        Race.rounds(number -> {
            var egg = EggName.of("egg-" + number);

            var won = Race.run(8, i -> () -> {
                var run = run(egg, i);
                try {
                    runs().save(run, Samples.NOW, fences.get(i));
                    return Optional.of(run);
                } catch (ConflictException e) {
                    return Optional.<TofuRun>empty();
                }
            });

            var opened = won.stream().flatMap(Optional::stream).toList();
            assertThat(opened).hasSize(1);
            assertThat(runs().open(egg)).contains(opened.getFirst());
        });
    }

    @Test
    void save_lostLease_isRefused() {
        var lost = lostFence("egg:web");

        assertThatThrownBy(() -> runs().save(run(EGG, 0), Samples.NOW, lost)).isInstanceOf(ConflictException.class);
        assertThat(runs().newest(EGG)).isEmpty();
    }

    @Test
    void newest_severalClosed_isTheLastStarted() {
        var fence = fence("egg:web");
        var later = run(EGG, 5).ended("applied");
        runs().save(later, Samples.NOW, fence);
        runs().save(run(EGG, 1).ended("failed"), Samples.NOW, fence);

        assertThat(runs().newest(EGG)).contains(later);
    }
}
