package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.demand.CiJobStatus;
import io.polargosling.domain.demand.CiJobStore;
import io.polargosling.domain.demand.JobReason;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.RowSamples;
import io.polargosling.testkit.gen.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link CiJobStore} must do. */
public abstract class CiJobStoreContract extends StoreContract {

    private static final Instant NOW = Samples.NOW;
    private static final CiJobId ID = new CiJobId(Samples.SERVER, 1);

    private CiJobStore jobs() {
        return storage().ciJobs();
    }

    private static TrackedJob pending(long number) {
        return RowSamples.pendingJob(number, EGG, NOW);
    }

    private List<TrackedJob> ofEgg(int limit, EggName egg, CiJobStatus status) {
        return all(limit, page -> jobs().ofEgg(egg, status, NOW, page));
    }

    @Test
    void everyCall_emptyStore_findsNothing() {
        assertThat(jobs().find(ID, NOW)).isEmpty();
        assertThat(ofEgg(1, EGG, CiJobStatus.PENDING)).isEmpty();
        assertThat(jobs().ofProject(Samples.SERVER, 4711, NOW, PageRequest.first(1))
                        .items())
                .isEmpty();
        assertThat(jobs().explain(ID, new JobReason(NOW, "x", Map.of()), NOW)).isEmpty();
        assertThat(jobs().forgetExpired(NOW, 500)).isZero();
    }

    @Test
    void observe_anyJob_isReadBackEqual() {
        Cases.each((random, number) -> {
            var job = RowSamples.randomJob(number, random);

            assertThat(jobs().observe(job, NOW)).isEqualTo(job);
            assertThat(jobs().observe(job, NOW)).isEqualTo(job);
            var read = jobs().find(job.id(), NOW);
            if (job.isExpired(NOW)) {
                assertThat(read).isEmpty();
            } else {
                assertThat(read).contains(job);
            }
        });
    }

    @Test
    void observe_sameNumberOnAnotherServer_isAnotherJob() {
        var job = pending(1);
        var other = new TrackedJob(
                new CiJobId(GitLabServer.of("gitlab.example:8443"), 1),
                Optional.empty(),
                job.facts(),
                job.progress(),
                List.of());
        jobs().observe(job, NOW);
        jobs().observe(other, NOW);

        assertThat(jobs().find(job.id(), NOW)).contains(job);
        assertThat(jobs().find(other.id(), NOW)).contains(other);
        assertThat(ofEgg(5, EGG, CiJobStatus.PENDING)).containsExactly(job);
    }

    @Test
    void observe_earlierStatus_changesNothing() {
        var finished = RowSamples.seen(pending(1), CiJobStatus.FINISHED, NOW.plusSeconds(9));
        jobs().observe(finished, NOW);

        assertThat(jobs().observe(pending(1), NOW)).isEqualTo(finished);
        assertThat(jobs().observe(RowSamples.seen(pending(1), CiJobStatus.RUNNING, NOW), NOW))
                .isEqualTo(finished);
        assertThat(jobs().find(ID, NOW)).contains(finished);
    }

    @Test
    void observe_laterStatus_movesTheJobToAnotherList() {
        jobs().observe(pending(1), NOW);
        var running = jobs().observe(RowSamples.seen(pending(1), CiJobStatus.RUNNING, NOW.plusSeconds(3)), NOW);

        assertThat(ofEgg(5, EGG, CiJobStatus.PENDING)).isEmpty();
        assertThat(ofEgg(5, EGG, CiJobStatus.RUNNING)).containsExactly(running);
        assertThat(running.progress().startedAt()).contains(NOW.plusSeconds(3));
    }

    @Test
    void observe_manyStatusesAtOnce_endsWithTheLast() throws Exception {
        Race.rounds(number -> {
            var job = pending(number);
            if (number % 2 == 0) {
                jobs().observe(job, NOW);
            }

            Race.run(8, i -> {
                var status = i == number % 8 ? CiJobStatus.FINISHED : CiJobStatus.RUNNING;
                return () -> jobs().observe(RowSamples.seen(job, status, NOW.plusSeconds(i)), NOW);
            });

            var raced = jobs().find(job.id(), NOW).orElseThrow();
            assertThat(raced.progress().status()).isEqualTo(CiJobStatus.FINISHED);
            assertThat(raced.progress().finishedAt()).contains(NOW.plusSeconds(number % 8));
        });
        assertThat(ofEgg(5, EGG, CiJobStatus.PENDING)).isEmpty();
        assertThat(ofEgg(5, EGG, CiJobStatus.RUNNING)).isEmpty();
    }

    @Test
    void observe_eggBecomesKnown_isListedForIt() {
        var job = pending(1);
        jobs().observe(new TrackedJob(job.id(), Optional.empty(), job.facts(), job.progress(), List.of()), NOW);
        assertThat(ofEgg(5, EGG, CiJobStatus.PENDING)).isEmpty();

        jobs().observe(job, NOW);
        assertThat(ofEgg(5, EGG, CiJobStatus.PENDING)).containsExactly(job);
    }

    @Test
    void explain_sameReasonAgain_isKeptOnce() {
        jobs().observe(pending(1), NOW);
        var first = new JobReason(NOW, "no-matching-tags", Map.of("теги", "[\"docker\"]"));

        jobs().explain(ID, first, NOW);
        jobs().explain(ID, new JobReason(NOW.plusSeconds(60), first.code(), first.inputs()), NOW);
        var second = new JobReason(NOW.plusSeconds(90), "no-capacity", Map.of());
        var job = jobs().explain(ID, second, NOW);

        assertThat(job.orElseThrow().reasons()).containsExactly(first, second);
        assertThat(jobs().find(ID, NOW)).isEqualTo(job);
    }

    @Test
    void explain_reasonsThenObserved_keepsThem() {
        jobs().observe(pending(1), NOW);
        var reason = new JobReason(NOW, "no-capacity", Map.of());
        jobs().explain(ID, reason, NOW);

        jobs().observe(RowSamples.seen(pending(1), CiJobStatus.RUNNING, NOW), NOW);

        assertThat(jobs().find(ID, NOW).orElseThrow().reasons()).containsExactly(reason);
    }

    @Test
    void explain_racing_losesNone() throws Exception {
        jobs().observe(pending(1), NOW);

        Race.run(6, i -> () -> jobs().explain(ID, new JobReason(NOW, "reason-" + i, Map.of()), NOW));

        assertThat(jobs().find(ID, NOW).orElseThrow().reasons())
                .extracting(JobReason::code)
                .containsExactlyInAnyOrder("reason-0", "reason-1", "reason-2", "reason-3", "reason-4", "reason-5");
    }

    @Test
    void ofEgg_everyPageSize_givesEachOnceLongestWaitingFirst() {
        var expected = new ArrayList<TrackedJob>();
        for (int i = 0; i < 5; i++) {
            var job = RowSamples.pendingJob(100 + i, EGG, NOW.minusSeconds(i / 2 * 2L));
            jobs().observe(job, NOW);
            expected.add(job);
        }
        jobs().observe(RowSamples.pendingJob(7, EggName.of("web2"), NOW), NOW);
        jobs().observe(RowSamples.seen(pending(8), CiJobStatus.RUNNING, NOW), NOW);

        for (int limit = 1; limit <= 6; limit++) {
            assertThat(ofEgg(limit, EGG, CiJobStatus.PENDING))
                    .containsExactlyInAnyOrderElementsOf(expected)
                    .isSortedAccordingTo((a, b) ->
                            a.progress().pendingSince().compareTo(b.progress().pendingSince()));
        }
    }

    @Test
    void ofProject_everyPageSize_givesEachOnceNewestFirst() {
        var expected = new ArrayList<TrackedJob>();
        for (int i = 0; i < 5; i++) {
            var job = RowSamples.seen(
                    RowSamples.pendingJob(100 + i, EGG, NOW.minusSeconds(i / 2 * 2L)),
                    i % 2 == 0 ? CiJobStatus.PENDING : CiJobStatus.FINISHED,
                    NOW);
            jobs().observe(job, NOW);
            expected.add(job);
        }

        for (int limit = 1; limit <= 6; limit++) {
            assertThat(all(limit, page -> jobs().ofProject(Samples.SERVER, 4711, NOW, page)))
                    .containsExactlyInAnyOrderElementsOf(expected)
                    .isSortedAccordingTo((a, b) ->
                            b.progress().pendingSince().compareTo(a.progress().pendingSince()));
        }
        assertThat(jobs().ofProject(Samples.SERVER, 471, NOW, PageRequest.first(9))
                        .items())
                .isEmpty();
    }

    @Test
    void everyRead_expiredButNotDeleted_doesNotFindIt() {
        var job = pending(1);
        jobs().observe(job, NOW);
        var end = job.expiresAt();

        assertThat(jobs().find(ID, end.minusNanos(1000))).contains(job);
        assertThat(jobs().find(ID, end)).isEmpty();
        assertThat(jobs().ofEgg(EGG, CiJobStatus.PENDING, end, PageRequest.first(9))
                        .items())
                .isEmpty();
        assertThat(jobs().ofProject(Samples.SERVER, 4711, end, PageRequest.first(9))
                        .items())
                .isEmpty();
        assertThat(jobs().explain(ID, new JobReason(end, "x", Map.of()), end)).isEmpty();
    }

    @Test
    void observe_expiredButNotDeleted_beginsAnew() {
        var finished = RowSamples.seen(pending(1), CiJobStatus.FINISHED, NOW);
        jobs().observe(finished, NOW);
        var later = finished.expiresAt();
        var again = RowSamples.pendingJob(1, EGG, later);

        assertThat(jobs().observe(again, later)).isEqualTo(again);
        assertThat(jobs().find(ID, later)).contains(again);
    }

    @Test
    void forgetExpired_moreThanAllowed_deletesNoMoreAndNothingFresh() {
        for (int i = 0; i < 3; i++) {
            jobs().observe(RowSamples.pendingJob(10 + i, EGG, NOW.minus(TrackedJob.KEPT)), Instant.EPOCH);
        }
        jobs().observe(pending(1), NOW);

        assertThat(jobs().forgetExpired(NOW, 2)).isEqualTo(2);
        assertThat(jobs().forgetExpired(NOW, 2)).isEqualTo(1);
        assertThat(jobs().forgetExpired(NOW, 2)).isZero();
        assertThat(jobs().find(ID, NOW)).isPresent();
        assertThat(jobs().find(new CiJobId(Samples.SERVER, 11), Instant.EPOCH)).isEmpty();
    }
}
