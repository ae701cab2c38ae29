package io.polargosling.domain.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrackedJobTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final CiJobFacts FACTS =
            new CiJobFacts(4711, OptionalLong.empty(), "test", "main", false, Set.of("docker"));

    private static TrackedJob job(CiJobProgress progress) {
        var id = new CiJobId(GitLabServer.of("gitlab.example"), 1);
        return new TrackedJob(id, Optional.of(EggName.of("web")), FACTS, progress, List.of());
    }

    private static CiJobProgress progress(CiJobStatus status, Instant at) {
        boolean finished = status == CiJobStatus.FINISHED;
        return new CiJobProgress(
                status,
                at,
                Optional.of(at),
                finished ? Optional.of(at) : Optional.empty(),
                OptionalLong.empty(),
                finished ? Optional.of("success") : Optional.empty());
    }

    private static JobReason reason(String code, Instant at) {
        return new JobReason(at, code, Map.of());
    }

    @Test
    void with_laterStatus_keepsTheFirstTimes() {
        var waits = CiJobProgress.pending(NOW);

        var runs = waits.with(progress(CiJobStatus.RUNNING, NOW.plusSeconds(5)));
        var ends = runs.with(progress(CiJobStatus.FINISHED, NOW.plusSeconds(9)));

        assertThat(ends.status()).isEqualTo(CiJobStatus.FINISHED);
        assertThat(ends.pendingSince()).isEqualTo(NOW);
        assertThat(ends.startedAt()).contains(NOW.plusSeconds(5));
        assertThat(ends.finishedAt()).contains(NOW.plusSeconds(9));
    }

    @Test
    void with_runnerKnownBefore_isNotForgotten() {
        var runs = new CiJobProgress(
                CiJobStatus.RUNNING, NOW, Optional.of(NOW), Optional.empty(), OptionalLong.of(7), Optional.empty());

        assertThat(runs.with(progress(CiJobStatus.FINISHED, NOW)).runnerId()).hasValue(7);
    }

    @Test
    void seenAgain_waitingAfterItWasGone_waitsAgainSinceTheFirstTime() {
        var gone = job(CiJobProgress.pending(NOW).gone(NOW.plusSeconds(600)));

        var back = gone.seenAgain(job(CiJobProgress.pending(NOW.plusSeconds(30))));

        assertThat(gone.progress().status()).isEqualTo(CiJobStatus.FINISHED);
        assertThat(back.progress()).isEqualTo(CiJobProgress.pending(NOW));
    }

    @Test
    void seenAgain_everyPairOfStatuses_neverGoesBack() {
        for (var stored : CiJobStatus.values()) {
            for (var seen : CiJobStatus.values()) {
                var merged = job(progress(stored, NOW)).seenAgain(job(progress(seen, NOW.plusSeconds(1))));

                assertThat(merged.progress().status()).isEqualTo(stored.compareTo(seen) > 0 ? stored : seen);
            }
        }
    }

    @Test
    void seenAgain_sameTwice_isTheSame() {
        var job = job(progress(CiJobStatus.RUNNING, NOW));
        var seen = job(progress(CiJobStatus.FINISHED, NOW.plusSeconds(1)));

        assertThat(job.seenAgain(seen).seenAgain(seen)).isEqualTo(job.seenAgain(seen));
    }

    @Test
    void seenAgain_withoutEgg_keepsTheKnownOne() {
        var job = job(CiJobProgress.pending(NOW));
        var bare = new TrackedJob(job.id(), Optional.empty(), FACTS, job.progress(), List.of());

        assertThat(job.seenAgain(bare).egg()).contains(EggName.of("web"));
    }

    @Test
    void because_sameAsTheNewest_isKeptOnce() {
        var job = job(CiJobProgress.pending(NOW)).because(reason("no-capacity", NOW));

        assertThat(job.because(reason("no-capacity", NOW.plusSeconds(60)))).isEqualTo(job);
        assertThat(job.because(reason("picked", NOW))
                        .because(reason("no-capacity", NOW))
                        .reasons())
                .extracting(JobReason::code)
                .containsExactly("no-capacity", "picked", "no-capacity");
    }

    @Test
    void because_moreThanAreKept_dropsTheOldest() {
        var job = job(CiJobProgress.pending(NOW));
        for (int i = 0; i <= TrackedJob.MAX_REASONS; i++) {
            job = job.because(reason("r" + i, NOW));
        }

        assertThat(job.reasons()).hasSize(TrackedJob.MAX_REASONS);
        assertThat(job.reasons().getFirst().code()).isEqualTo("r1");
    }

    @Test
    void isExpired_pendingOrFinished_countsFromTheEndWhereThereIsOne() {
        var end = NOW.plus(TrackedJob.KEPT);
        var finished = job(progress(CiJobStatus.RUNNING, NOW))
                .seenAgain(job(progress(CiJobStatus.FINISHED, NOW.plus(Duration.ofDays(2)))));

        assertThat(job(CiJobProgress.pending(NOW)).isExpired(end.minusNanos(1))).isFalse();
        assertThat(job(CiJobProgress.pending(NOW)).isExpired(end)).isTrue();
        assertThat(finished.isExpired(end)).isFalse();
        assertThat(finished.isExpired(end.plus(Duration.ofDays(2)))).isTrue();
    }
}
