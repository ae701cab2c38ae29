package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.job.JobName;
import io.polargosling.domain.job.JobRun;
import io.polargosling.domain.job.JobRunStore;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.RowSamples;
import io.polargosling.testkit.gen.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What every {@link JobRunStore} must do. */
public abstract class JobRunStoreContract extends StoreContract {

    private static final Instant NOW = Samples.NOW;
    private static final String LEASE = "egg:_jobs/nightly";

    private JobRunStore runs() {
        return storage().jobRuns();
    }

    private static JobRun running(JobName job, Instant at) {
        return new JobRun(job, at, "schedule", OptionalLong.empty(), Optional.empty(), JobRun.Progress.running());
    }

    private static JobRun ended(JobRun run, JobRun.Status how) {
        return new JobRun(
                run.job(),
                run.startedAt(),
                run.trigger(),
                OptionalLong.of(77),
                Optional.of(RunnerId.of("abcdef123456")),
                JobRun.Progress.ended(how, run.startedAt().plusSeconds(5), Optional.of("ошибка\n\"x\"")));
    }

    @Test
    void everyCall_emptyStore_findsNothing() {
        assertThat(runs().find(JobName.of("nightly"), NOW)).isEmpty();
        assertThat(runs().ofJob(JobName.of("nightly"), PageRequest.first(1)).items())
                .isEmpty();
        assertThat(runs().forgetBefore(NOW, 500)).isZero();
    }

    @Test
    void save_everyStatus_isReadBackEqual() {
        var fence = fence(LEASE);
        int number = 0;
        for (var status : JobRun.Status.values()) {
            number++;
            var run = running(JobName.of(RowSamples.LONGEST_NAME), NOW.plusSeconds(number));
            var wanted = status == JobRun.Status.RUNNING ? run : ended(run, status);

            assertThat(runs().save(wanted, fence)).isEqualTo(wanted);
            assertThat(runs().save(wanted, fence)).isEqualTo(wanted);
            assertThat(runs().find(wanted.job(), wanted.startedAt())).contains(wanted);
        }
    }

    @Test
    void save_endedOneAgain_staysAsItEnded() {
        var fence = fence(LEASE);
        var run = running(JobName.of("nightly"), NOW);
        runs().save(run, fence);
        var ended = runs().save(ended(run, JobRun.Status.SUCCEEDED), fence);

        assertThat(runs().save(run, fence)).isEqualTo(ended);
        assertThat(runs().save(ended(run, JobRun.Status.FAILED), fence)).isEqualTo(ended);
        assertThat(runs().find(JobName.of("nightly"), NOW)).contains(ended);
        assertThat(ended.pipelineId()).hasValue(77);
    }

    @Test
    void save_lostLease_isRefused() {
        var lost = lostFence(LEASE);

        assertThatThrownBy(() -> runs().save(running(JobName.of("nightly"), NOW), lost))
                .isInstanceOf(ConflictException.class);
        assertThat(runs().find(JobName.of("nightly"), NOW)).isEmpty();
    }

    @Test
    void ofJob_everyPageSize_givesEachOnceNewestFirst() {
        var fence = fence(LEASE);
        var newestFirst = new ArrayList<JobRun>();
        for (int i = 0; i < 5; i++) {
            newestFirst.addFirst(runs().save(running(JobName.of("nightly"), NOW.plusSeconds(i)), fence));
        }
        runs().save(running(JobName.of("nightly2"), NOW), fence);

        for (int limit = 1; limit <= 6; limit++) {
            assertThat(all(limit, page -> runs().ofJob(JobName.of("nightly"), page)))
                    .isEqualTo(newestFirst);
        }
    }

    @Test
    void forgetBefore_openAndEndedOnes_deletesOldEndedOnes() {
        var fence = fence(LEASE);
        for (int i = 1; i <= 3; i++) {
            runs().save(ended(running(JobName.of("nightly"), NOW.minusSeconds(i)), JobRun.Status.FAILED), fence);
        }
        var open = runs().save(running(JobName.of("nightly"), NOW.minusSeconds(9)), fence);
        var fresh = runs().save(ended(running(JobName.of("nightly"), NOW), JobRun.Status.FAILED), fence);

        assertThat(runs().forgetBefore(NOW, 2)).isEqualTo(2);
        assertThat(runs().forgetBefore(NOW, 2)).isEqualTo(1);
        assertThat(runs().forgetBefore(NOW, 2)).isZero();
        assertThat(all(5, page -> runs().ofJob(JobName.of("nightly"), page))).containsExactly(fresh, open);
    }
}
