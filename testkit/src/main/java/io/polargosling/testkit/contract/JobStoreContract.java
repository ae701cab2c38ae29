package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.job.JobName;
import io.polargosling.domain.job.JobRow;
import io.polargosling.domain.job.JobStore;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.RowSamples;
import io.polargosling.testkit.gen.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What every {@link JobStore} must do. */
public abstract class JobStoreContract extends StoreContract {

    private static final Instant NOW = Samples.NOW;
    private static final String LEASE = "nest-sync";

    private JobStore jobs() {
        return storage().jobs();
    }

    private static JobRow.Schedule due(Instant at) {
        return new JobRow.Schedule(OptionalLong.of(12), Optional.of(NOW.minusSeconds(9)), Optional.of(at));
    }

    private int auditRows(String resource) {
        return all(10, page -> storage().audit().ofResource(resource, page)).size();
    }

    @Test
    void everyCall_emptyStore_findsNothing() {
        var fence = fence(LEASE);
        assertThat(jobs().find(JobName.of("nightly"))).isEmpty();
        assertThat(jobs().list(PageRequest.first(1)).items()).isEmpty();
        assertThat(jobs().due(NOW, 5)).isEmpty();
        assertThat(jobs().saveSchedule(JobName.of("nightly"), due(NOW), fence)).isFalse();
        assertThat(jobs().remove(JobName.of("nightly"), Samples.audit("job/nightly"), fence))
                .isFalse();
        assertThat(auditRows("job/nightly")).isZero();
        assertThat(jobs().find(JobName.of("nightly"))).isEmpty();
    }

    @Test
    void apply_longestName_isReadBackEqual() {
        var name = RowSamples.LONGEST_NAME;
        var job = jobs().apply(
                        JobName.of(name), RowSamples.declaredJob('a'), true, NOW, Samples.audit("job/x"), fence(LEASE));

        assertThat(job)
                .isEqualTo(
                        new JobRow(JobName.of(name), RowSamples.declaredJob('a'), JobRow.Schedule.none(), true, NOW));
        assertThat(jobs().find(JobName.of(name))).contains(job);
        assertThat(auditRows("job/x")).isEqualTo(1);
    }

    @Test
    void apply_sameHashAgain_writesNoAuditRow() {
        var fence = fence(LEASE);
        jobs().apply(
                        JobName.of("nightly"),
                        RowSamples.declaredJob('a'),
                        true,
                        NOW,
                        Samples.audit("job/nightly"),
                        fence);
        var later = NOW.plusSeconds(60);
        jobs().apply(
                        JobName.of("nightly"),
                        RowSamples.declaredJob('a'),
                        true,
                        later,
                        Samples.audit("job/nightly"),
                        fence);

        assertThat(auditRows("job/nightly")).isEqualTo(1);
        assertThat(jobs().find(JobName.of("nightly")).orElseThrow().syncedAt()).isEqualTo(later);
    }

    @Test
    void apply_changedHashOrSwitch_isAuditedAndKeepsTheSchedule() {
        var fence = fence(LEASE);
        jobs().apply(
                        JobName.of("nightly"),
                        RowSamples.declaredJob('a'),
                        true,
                        NOW,
                        Samples.audit("job/nightly"),
                        fence);
        assertThat(jobs().saveSchedule(JobName.of("nightly"), due(NOW), fence)).isTrue();

        jobs().apply(
                        JobName.of("nightly"),
                        RowSamples.declaredJob('b'),
                        true,
                        NOW,
                        Samples.audit("job/nightly"),
                        fence);
        var off = jobs().apply(
                        JobName.of("nightly"),
                        RowSamples.declaredJob('b'),
                        false,
                        NOW,
                        Samples.audit("job/nightly"),
                        fence);

        assertThat(off.schedule()).isEqualTo(due(NOW));
        assertThat(jobs().find(JobName.of("nightly"))).contains(off);
        assertThat(auditRows("job/nightly")).isEqualTo(3);
    }

    @Test
    void due_severalTimes_givesEnabledOnesLongestDueFirst() {
        var fence = fence(LEASE);
        for (int i = 0; i < 4; i++) {
            jobs().apply(
                            JobName.of("job-" + i),
                            RowSamples.declaredJob('a'),
                            i != 3,
                            NOW,
                            Samples.audit("job/x"),
                            fence);
            jobs().saveSchedule(JobName.of("job-" + i), due(NOW.minusSeconds(i)), fence);
        }
        jobs().apply(JobName.of("never"), RowSamples.declaredJob('a'), true, NOW, Samples.audit("job/x"), fence);
        jobs().apply(JobName.of("later"), RowSamples.declaredJob('a'), true, NOW, Samples.audit("job/x"), fence);
        jobs().saveSchedule(JobName.of("later"), due(NOW.plusNanos(1000)), fence);

        assertThat(jobs().due(NOW, 10))
                .extracting(job -> job.name().value())
                .containsExactly("job-2", "job-1", "job-0");
        assertThat(jobs().due(NOW, 2)).extracting(job -> job.name().value()).containsExactly("job-2", "job-1");
    }

    @Test
    void list_everyPageSize_givesEachOnceByName() {
        var fence = fence(LEASE);
        var names = new ArrayList<String>();
        for (var name : new String[] {"a", "a-b", "a_b", "aB", "ab"}) {
            jobs().apply(JobName.of(name), RowSamples.declaredJob('a'), true, NOW, Samples.audit("job/x"), fence);
            names.add(name);
        }

        for (int limit = 1; limit <= 6; limit++) {
            assertThat(all(limit, jobs()::list))
                    .extracting(job -> job.name().value())
                    .containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void remove_present_isGoneWithAnAuditRow() {
        var fence = fence(LEASE);
        jobs().apply(JobName.of("nightly"), RowSamples.declaredJob('a'), true, NOW, Samples.audit("job/x"), fence);

        assertThat(jobs().remove(JobName.of("nightly"), Samples.audit("job/nightly"), fence))
                .isTrue();
        assertThat(jobs().find(JobName.of("nightly"))).isEmpty();
        assertThat(auditRows("job/nightly")).isEqualTo(1);
    }

    @Test
    void everyWrite_lostLease_isRefused() {
        jobs().apply(
                        JobName.of("nightly"),
                        RowSamples.declaredJob('a'),
                        true,
                        NOW,
                        Samples.audit("job/x"),
                        fence("other"));
        var before = jobs().find(JobName.of("nightly"));
        var lost = lostFence(LEASE);

        assertThatThrownBy(() -> jobs().apply(
                                JobName.of("nightly"),
                                RowSamples.declaredJob('b'),
                                true,
                                NOW,
                                Samples.audit("job/nightly"),
                                lost))
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> jobs().saveSchedule(JobName.of("nightly"), due(NOW), lost))
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> jobs().remove(JobName.of("nightly"), Samples.audit("job/nightly"), lost))
                .isInstanceOf(ConflictException.class);
        assertThat(jobs().find(JobName.of("nightly"))).isEqualTo(before);
        assertThat(auditRows("job/nightly")).isZero();
    }
}
