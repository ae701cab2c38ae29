package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerMetrics;
import io.polargosling.domain.runner.RunnerMetricsStore;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.RowSamples;
import io.polargosling.testkit.gen.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link RunnerMetricsStore} must do. */
public abstract class RunnerMetricsStoreContract extends StoreContract {

    private static final Instant NOW = Samples.NOW;
    private static final RunnerId RUNNER = RunnerId.of("abcdef123456");
    private static final RunnerId OTHER = RunnerId.of("abcdef123457");

    private final Random random = new Random(4);

    private RunnerMetricsStore metrics() {
        return storage().metrics();
    }

    private RunnerMetrics measured(RunnerId runner, Instant at) {
        return RowSamples.metrics(runner, at, random);
    }

    @Test
    void everyCall_emptyStore_findsNothing() {
        assertThat(metrics().newest(RUNNER, NOW)).isEmpty();
        assertThat(metrics().ofRunner(RUNNER, NOW, PageRequest.first(1)).items())
                .isEmpty();
        assertThat(metrics().forgetExpired(NOW, 500)).isZero();
    }

    @Test
    void record_anyMetrics_isReadBackEqual() {
        Cases.each((seeded, number) -> {
            var measured = RowSamples.metrics(RUNNER, NOW.plusSeconds(number), seeded);
            metrics().record(measured);

            assertThat(metrics().newest(RUNNER, NOW)).contains(measured);
        });
    }

    @Test
    void record_sameMomentAgain_takesThePlaceOfTheFirst() {
        metrics().record(measured(RUNNER, NOW));
        var second = measured(RUNNER, NOW);
        metrics().record(second);

        assertThat(all(5, page -> metrics().ofRunner(RUNNER, NOW, page))).containsExactly(second);
    }

    @Test
    void record_clockWentBack_leavesTheNewest() {
        var newest = measured(RUNNER, NOW);
        metrics().record(newest);
        metrics().record(measured(RUNNER, NOW.minusSeconds(30)));
        metrics().record(measured(OTHER, NOW.plusSeconds(30)));

        assertThat(metrics().newest(RUNNER, NOW.minusSeconds(60))).contains(newest);
    }

    @Test
    void ofRunner_everyPageSize_givesEachOnceNewestFirst() {
        var newestFirst = new ArrayList<RunnerMetrics>();
        for (int i = 0; i < 5; i++) {
            var measured = measured(RUNNER, NOW.plusSeconds(30L * i));
            metrics().record(measured);
            newestFirst.addFirst(measured);
        }
        metrics().record(measured(OTHER, NOW));

        for (int limit = 1; limit <= 6; limit++) {
            assertThat(all(limit, page -> metrics().ofRunner(RUNNER, NOW, page)))
                    .isEqualTo(newestFirst);
        }
    }

    @Test
    void everyRead_expiredButNotDeleted_doesNotFindIt() {
        var measured = measured(RUNNER, NOW);
        metrics().record(measured);
        var end = NOW.plus(RunnerMetrics.KEPT);

        assertThat(metrics().newest(RUNNER, end.minusNanos(1000))).contains(measured);
        assertThat(metrics().newest(RUNNER, end)).isEmpty();
        assertThat(metrics().ofRunner(RUNNER, end, PageRequest.first(5)).items())
                .isEmpty();
    }

    @Test
    void forgetExpired_moreThanAllowed_deletesNoMoreAndNothingFresh() {
        for (int i = 0; i < 3; i++) {
            metrics().record(measured(i == 0 ? OTHER : RUNNER, NOW.minusSeconds(i)));
        }
        var fresh = measured(RUNNER, NOW.plusNanos(1000));
        metrics().record(fresh);
        var now = NOW.plus(RunnerMetrics.KEPT);

        assertThat(metrics().forgetExpired(now, 2)).isEqualTo(2);
        assertThat(metrics().forgetExpired(now, 2)).isEqualTo(1);
        assertThat(metrics().forgetExpired(now, 2)).isZero();
        assertThat(all(5, page -> metrics().ofRunner(RUNNER, NOW, page))).containsExactly(fresh);
        assertThat(metrics().newest(OTHER, NOW)).isEmpty();
    }
}
