package io.polargosling.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.demand.CiJobFacts;
import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.demand.CiJobProgress;
import io.polargosling.domain.demand.CiJobStatus;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.gitlab.GitLabSchedule;
import io.polargosling.domain.gitlab.WantedSchedule;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.job.JobRow;
import io.polargosling.domain.job.JobRun;
import io.polargosling.domain.job.JobRun.Status;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.simulator.server.Fault;
import io.polargosling.simulator.server.JobSpec;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.worker.GitLabBench;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfJobsTest {

    private static final long NEST = 100;
    private static final JobName NIGHTLY = JobName.of("nightly");
    private static final JobName WEEKLY = JobName.of("weekly");
    private static final EggName EGG = NIGHTLY.egg();

    @TempDir
    private Path folder;

    private GitLabBench bench;
    private SelfJobs jobs;

    @BeforeEach
    void open() {
        bench = new GitLabBench(folder);
        bench.simulator.createProject(NEST, "farm/nest");
        bench.simulator.setPipeline(
                JobSpec.of(NEST, "self", "gosling job exec $JOB_NAME").withTags("gosling-job-$JOB_NAME"));
        bench.secrets.write(
                SecretUri.of("local://gitlab/" + bench.server().pathForm() + "/nest/api-token"),
                SecretValue.of(bench.access().token().reveal()));
        jobs = new SelfJobs(
                bench.storage,
                bench.gitlab,
                bench.secrets,
                bench.queue,
                bench.leases,
                GitLabBench.settings(
                        Map.of("gosling.nest.server", bench.server().host(), "gosling.nest.project-id", "" + NEST)),
                bench.clock);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void store(JobName job, String cron, boolean enabled) {
        var lease = bench.leases.tryTake("nest-sync").orElseThrow();
        var declared = new JobRow.Declared(
                "{\"name\":\"%s\",\"timeout\":330,\"on_failure\":{\"notify\":[\"a@example.com\"]}}".formatted(job),
                Samples.hash('a'),
                cron,
                "Europe/Berlin",
                Samples.COMMIT);
        bench.storage
                .jobs()
                .apply(
                        job,
                        declared,
                        enabled,
                        bench.clock.instant(),
                        AuditEntry.of(bench.clock.instant(), "test", "job.applied", "job/" + job, Map.of()),
                        lease.fence());
        bench.storage.leases().release(lease, Optional.empty());
    }

    private void remove(JobName job) {
        var lease = bench.leases.tryTake("nest-sync").orElseThrow();
        var audit = AuditEntry.of(bench.clock.instant(), "test", "job.removed", "job/" + job, Map.of());
        assertThat(bench.storage.jobs().remove(job, audit, lease.fence())).isTrue();
        bench.storage.leases().release(lease, Optional.empty());
    }

    private void keep(JobName job, String cron) {
        store(job, cron, true);
        jobs.bringUpToDate(job);
    }

    private List<GitLabSchedule> schedules() {
        return bench.gitlab.schedules().list(bench.access(), NEST);
    }

    private WantedSchedule only() {
        assertThat(schedules()).hasSize(1);
        return bench.gitlab
                .schedules()
                .find(bench.access(), NEST, schedules().getFirst().id())
                .orElseThrow()
                .is();
    }

    private JobRow row(JobName job) {
        return bench.storage.jobs().find(job).orElseThrow();
    }

    private List<JobRun> runs() {
        return bench.storage.jobRuns().ofJob(NIGHTLY, PageRequest.first(10)).items();
    }

    private List<String> findings() {
        return bench.storage.findings().ofResource("job/nightly", PageRequest.first(10)).items().stream()
                .map(standing -> standing.finding().code())
                .toList();
    }

    private Operation trigger() {
        var operation = Operation.queued(UUID.randomUUID(), "job-trigger", "test", bench.clock.instant());
        bench.storage.operations().save(operation);
        jobs.trigger(new Command.TriggerJob(NIGHTLY, operation.id()));
        return bench.storage.operations().find(operation.id()).orElseThrow();
    }

    private void see(long number, CiJobProgress progress) {
        var facts =
                new CiJobFacts(NEST, OptionalLong.of(number + 1000), "self", "main", true, Set.of(NIGHTLY.runnerTag()));
        bench.storage
                .ciJobs()
                .observe(
                        new TrackedJob(
                                new CiJobId(bench.server(), number), Optional.of(EGG), facts, progress, List.of()),
                        bench.clock.instant());
    }

    private static CiJobProgress running(Instant since) {
        return new CiJobProgress(
                CiJobStatus.RUNNING,
                since,
                Optional.of(since.plusSeconds(30)),
                Optional.empty(),
                OptionalLong.of(7),
                Optional.empty());
    }

    private static CiJobProgress ended(Instant since, String outcome) {
        return new CiJobProgress(
                CiJobStatus.FINISHED,
                since,
                Optional.of(since.plusSeconds(30)),
                Optional.of(since.plusSeconds(60)),
                OptionalLong.of(7),
                Optional.of(outcome));
    }

    @Test
    void bringUpToDate_newJob_hasItsSchedule() {
        keep(NIGHTLY, "@daily");

        assertThat(only())
                .isEqualTo(new WantedSchedule(
                        "gosling: nightly",
                        "refs/heads/main",
                        "0 0 * * *",
                        "Europe/Berlin",
                        true,
                        Map.of("JOB_NAME", "nightly", "JOB_TIMEOUT_MINUTES", "6")));
        assertThat(row(NIGHTLY).schedule().gitlabId())
                .hasValue(schedules().getFirst().id());
        assertThat(row(NIGHTLY).schedule().nextRun())
                .hasValueSatisfying(next -> assertThat(next).isAfter(bench.clock.instant()));
    }

    @Test
    void bringUpToDate_again_changesNothing() {
        keep(NIGHTLY, "@daily");
        var before = row(NIGHTLY);
        long requests = bench.simulator.requestCount();

        jobs.bringUpToDate(NIGHTLY);

        assertThat(row(NIGHTLY)).isEqualTo(before);
        assertThat(bench.simulator.requestCount() - requests)
                .as("one list, one look")
                .isEqualTo(2);
    }

    @Test
    void bringUpToDate_changedOrDisabled_changesTheSchedule() {
        keep(NIGHTLY, "@daily");
        keep(NIGHTLY, "30 4 * * *");
        assertThat(only().cron()).isEqualTo("30 4 * * *");

        store(NIGHTLY, "30 4 * * *", false);
        jobs.bringUpToDate(NIGHTLY);

        assertThat(only().active()).isFalse();
        assertThat(row(NIGHTLY).schedule().nextRun()).isEmpty();
    }

    @Test
    void bringUpToDate_changedAtGitLab_isPutRight() {
        keep(NIGHTLY, "@daily");
        long id = schedules().getFirst().id();
        var changed = new WantedSchedule("gosling: nightly", "refs/heads/x", "1 1 1 1 1", "UTC", false, Map.of());
        bench.gitlab.schedules().update(bench.access(), NEST, id, changed);
        bench.simulator.orphanSchedule(id);

        jobs.bringUpToDate(NIGHTLY);

        assertThat(only().cron()).isEqualTo("0 0 * * *");
        assertThat(only().variables()).containsKey("JOB_NAME");
        assertThat(schedules().getFirst().ownerId()).isPresent();
    }

    @Test
    void bringUpToDate_jobsGone_deletesTheirSchedulesAndNoOthers() {
        var foreign = new WantedSchedule("nightly", "refs/heads/main", "0 0 * * *", "UTC", true, Map.of());
        bench.gitlab.schedules().create(bench.access(), NEST, foreign);
        keep(NIGHTLY, "@daily");
        keep(WEEKLY, "@weekly");
        bench.gitlab
                .schedules()
                .create(
                        bench.access(),
                        NEST,
                        new WantedSchedule("gosling: weekly", "refs/heads/main", "0 0 * * *", "UTC", true, Map.of()));
        remove(NIGHTLY);

        jobs.bringUpToDate(NIGHTLY);
        jobs.bringUpToDate(WEEKLY);

        assertThat(schedules())
                .extracting(schedule -> schedule.is().description())
                .containsExactlyInAnyOrder("nightly", "gosling: weekly");
    }

    @Test
    void bringUpToDate_refused_standsAsAFindingUntilItIsNot() {
        bench.simulator.addFault(new Fault(
                "/api/v4/projects/100/pipeline_schedules",
                Optional.of("POST"),
                1,
                Optional.of(403),
                Optional.empty(),
                Duration.ZERO,
                Optional.empty()));
        keep(NIGHTLY, "@daily");
        assertThat(findings()).containsExactly("schedule-refused");

        jobs.bringUpToDate(NIGHTLY);
        assertThat(findings()).isEmpty();
        assertThat(only().active()).isTrue();
    }

    @Test
    void bringUpToDate_whileAnotherDoes_isAskedForAgain() {
        store(NIGHTLY, "@daily", true);
        assertThat(bench.leases.tryTake("job:nightly")).isPresent();

        jobs.bringUpToDate(NIGHTLY);

        assertThat(schedules()).isEmpty();
        assertThat(bench.queue.commands()).containsExactly(new Command.ReconcileGitLab(EGG));
    }

    @Test
    void record_scheduledRun_isToldFromBeginToEnd() {
        keep(NIGHTLY, "@daily");
        var since = bench.clock.instant();
        see(1, CiJobProgress.pending(since));
        jobs.record(EGG);
        assertThat(runs()).singleElement().satisfies(run -> {
            assertThat(run.isOpen()).isTrue();
            assertThat(run.startedAt()).isEqualTo(since);
            assertThat(run.trigger()).isEqualTo("schedule");
            assertThat(run.pipelineId()).hasValue(1001);
        });

        see(1, running(since));
        jobs.record(EGG);
        see(1, ended(since, "success"));
        jobs.record(EGG);
        jobs.record(EGG);

        assertThat(runs()).singleElement().satisfies(run -> {
            assertThat(run.progress().status()).isEqualTo(Status.SUCCEEDED);
            assertThat(run.progress().finishedAt()).contains(since.plusSeconds(60));
        });
        assertThat(row(NIGHTLY).schedule().lastRun()).contains(since);
    }

    @Test
    void record_overlappingRun_isNotedAndSkippedWhenItNeverBegan() {
        keep(NIGHTLY, "@daily");
        var since = bench.clock.instant();
        see(1, running(since));
        see(2, CiJobProgress.pending(since.plusSeconds(60)));
        jobs.record(EGG);
        assertThat(findings()).containsExactly("job-overlap");

        see(1, ended(since, "failed"));
        see(
                2,
                new CiJobProgress(
                        CiJobStatus.FINISHED,
                        since.plusSeconds(60),
                        Optional.empty(),
                        Optional.of(since.plusSeconds(70)),
                        OptionalLong.empty(),
                        Optional.of("canceled")));
        jobs.record(EGG);

        assertThat(findings()).isEmpty();
        assertThat(runs()).extracting(run -> run.progress().status()).containsExactly(Status.SKIPPED, Status.FAILED);
        assertThat(runs())
                .extracting(run -> run.progress().error())
                .containsExactly(Optional.of("canceled"), Optional.of("failed"));
    }

    @Test
    void record_jobRunAgainInItsPipeline_isAnotherRun() {
        keep(NIGHTLY, "@daily");
        var since = bench.clock.instant();
        see(1, ended(since, "failed"));
        jobs.record(EGG);
        var facts = new CiJobFacts(NEST, OptionalLong.of(1001), "self", "main", true, Set.of());
        bench.storage
                .ciJobs()
                .observe(
                        new TrackedJob(
                                new CiJobId(bench.server(), 9),
                                Optional.of(EGG),
                                facts,
                                ended(since.plusSeconds(100), "success"),
                                List.of()),
                        bench.clock.instant());
        jobs.record(EGG);

        assertThat(runs()).extracting(run -> run.progress().status()).containsExactly(Status.SUCCEEDED, Status.FAILED);
    }

    @Test
    void trigger_idleJob_playsItsScheduleOnce() {
        keep(NIGHTLY, "@daily");

        var first = trigger();
        assertThat(first.status()).isEqualTo(Operation.Status.SUCCEEDED);
        jobs.trigger(new Command.TriggerJob(NIGHTLY, first.id()));

        assertThat(bench.simulator.schedules().getFirst().plays()).isEqualTo(1);
        assertThat(bench.simulator.jobs())
                .singleElement()
                .satisfies(job -> assertThat(job.spec().tags()).containsExactly("gosling-job-nightly"));
        see(1, CiJobProgress.pending(bench.clock.instant().plusSeconds(2)));
        jobs.record(EGG);
        assertThat(runs()).singleElement().satisfies(run -> {
            assertThat(run.trigger()).isEqualTo("api");
            assertThat(run.pipelineId()).hasValue(1001);
        });
    }

    @Test
    void trigger_runningDisabledOrUnknownJob_isRefused() {
        keep(NIGHTLY, "@daily");
        see(1, running(bench.clock.instant()));
        jobs.record(EGG);
        bench.clock.advance(Duration.ofMinutes(2));
        assertThat(trigger().problem())
                .hasValueSatisfying(why -> assertThat(why).startsWith("job-running"));

        store(NIGHTLY, "@daily", false);
        assertThat(trigger().problem())
                .hasValueSatisfying(why -> assertThat(why).startsWith("job-disabled"));

        remove(NIGHTLY);
        assertThat(trigger().problem())
                .hasValueSatisfying(why -> assertThat(why).startsWith("not-found"));
        assertThat(bench.simulator.jobs()).isEmpty();
    }

    @Test
    void trigger_gitLabAway_isTriedAgainAndPlaysOnce() {
        keep(NIGHTLY, "@daily");
        bench.simulator.addFault(new Fault(
                "/api/v4/projects/100/pipeline_schedules",
                Optional.of("GET"),
                20,
                Optional.of(503),
                Optional.empty(),
                Duration.ZERO,
                Optional.empty()));
        var operation = Operation.queued(UUID.randomUUID(), "job-trigger", "test", bench.clock.instant());
        bench.storage.operations().save(operation);
        var order = new Command.TriggerJob(NIGHTLY, operation.id());
        Assertions.assertThatThrownBy(() -> jobs.trigger(order)).isInstanceOf(UnavailableException.class);

        bench.simulator.clearFaults();
        jobs.trigger(order);

        assertThat(bench.simulator.schedules().getFirst().plays()).isEqualTo(1);
        assertThat(bench.storage.operations().find(operation.id()).orElseThrow().status())
                .isEqualTo(Operation.Status.SUCCEEDED);
    }

    @Test
    void missed_noPipelineTenMinutesAfterItWasDue_playsOnceAndSaysSo() {
        keep(NIGHTLY, "0 * * * *");
        var due = row(NIGHTLY).schedule().nextRun().orElseThrow();
        bench.simulator.orphanSchedule(schedules().getFirst().id());
        moveTo(due.plus(Duration.ofMinutes(9)));
        jobs.makeUpForMissed();
        assertThat(bench.simulator.jobs()).isEmpty();

        moveTo(due.plus(Duration.ofMinutes(11)));
        jobs.makeUpForMissed();
        jobs.makeUpForMissed();

        assertThat(bench.simulator.jobs()).hasSize(1);
        assertThat(schedules().getFirst().ownerId()).isPresent();
        assertThat(findings()).containsExactly("missed-run");
        assertThat(runs()).extracting(JobRun::trigger).containsExactly("missed-run");
        assertThat(row(NIGHTLY).schedule().nextRun()).contains(due.plus(Duration.ofHours(1)));
    }

    @Test
    void missed_pipelineCame_goesOnToTheNextTime() {
        keep(NIGHTLY, "0 * * * *");
        var due = row(NIGHTLY).schedule().nextRun().orElseThrow();
        moveTo(due.plusSeconds(20));
        // Nothing was heard of it here.
        assertThat(bench.simulator.fireSchedule(schedules().getFirst().id())).isPresent();
        moveTo(due.plus(Duration.ofMinutes(12)));

        jobs.makeUpForMissed();

        assertThat(bench.simulator.jobs()).hasSize(1);
        assertThat(findings()).isEmpty();
        assertThat(row(NIGHTLY).schedule().nextRun()).contains(due.plus(Duration.ofHours(1)));
    }

    @Test
    void record_pipelineThatNeverCame_isGivenUp() {
        keep(NIGHTLY, "@daily");
        trigger();
        bench.clock.advance(Duration.ofMinutes(11));

        jobs.record(EGG);

        assertThat(runs()).singleElement().satisfies(run -> {
            assertThat(run.progress().status()).isEqualTo(Status.FAILED);
            assertThat(run.progress().error()).contains("no pipeline came within 10 min");
        });
    }

    private void moveTo(Instant time) {
        bench.clock.advance(Duration.between(bench.clock.instant(), time));
    }
}
