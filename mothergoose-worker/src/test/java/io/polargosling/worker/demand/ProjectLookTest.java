package io.polargosling.worker.demand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.demand.CiJobStatus;
import io.polargosling.domain.demand.JobReason;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.simulator.server.Fault;
import io.polargosling.worker.GitLabBench;
import io.polargosling.worker.target.Pages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectLookTest {

    private static final long PROJECT = GitLabBench.PROJECT;

    @TempDir
    private Path folder;

    private GitLabBench bench;
    private ProjectLook look;
    private Egg egg;

    @BeforeEach
    void open() {
        bench = new GitLabBench(folder);
        look = new ProjectLook(bench.storage, bench.gitlab, bench.clock);
        egg = bench.store("web", new TargetScope.Project(PROJECT));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void look_noJobs_findsNothing() {
        var seen = look(egg);

        assertThat(seen.changed()).isFalse();
        assertThat(seen.others()).isEmpty();
        assertThat(seen.over()).isEmpty();
    }

    @Test
    void look_jobsWait_claimsThoseThatFitAndSaysWhyNotTheOthers() {
        long ours = bench.enqueue(PROJECT);
        long other = bench.enqueue(PROJECT, "gpu");

        var seen = look(egg);

        assertThat(seen.changed()).isTrue();
        assertThat(seen.others()).extracting(job -> job.id()).containsExactly(other);
        assertThat(row(ours).egg()).contains(egg.name());
        assertThat(row(ours).progress().status()).isEqualTo(CiJobStatus.PENDING);
        assertThat(row(other).egg()).isEmpty();
        assertThat(row(other).reasons()).extracting(JobReason::code).containsExactly("no-matching-tags");
    }

    @Test
    void look_again_changesNothing() {
        bench.enqueue(PROJECT);
        long other = bench.enqueue(PROJECT, "gpu");
        look(egg);

        var again = look(egg);

        assertThat(again.changed()).isFalse();
        assertThat(row(other).reasons()).hasSize(1);
    }

    @Test
    void look_jobWasCanceled_closesItsRowWithItsOutcome() {
        long job = bench.enqueue(PROJECT);
        look(egg);
        bench.simulator.cancelJob(job);

        var seen = look(egg);

        assertThat(seen.changed()).isTrue();
        assertThat(row(job).progress().status()).isEqualTo(CiJobStatus.FINISHED);
        assertThat(row(job).progress().outcome()).contains("canceled");
    }

    @Test
    void look_manyJobsEndedAtOnce_asksForAFewAndCountsNone() {
        var jobs = enqueue(30);
        look(egg);
        jobs.forEach(bench.simulator::cancelJob);

        assertThat(look(egg).over()).hasSize(30);
        assertThat(pending()).hasSize(10);
        look(egg);
        assertThat(pending()).isEmpty();
    }

    @Test
    void look_moreThanFivePages_goesOnNextMinuteWhereItEnded() {
        var jobs = enqueue(950);

        look(egg);
        assertThat(pending()).hasSize(500);
        look(egg);
        assertThat(pending()).as("in the same minute").hasSize(500);
        bench.clock.advance(Duration.ofMinutes(1));
        look(egg);
        assertThat(pending()).hasSize(900);
        bench.clock.advance(Duration.ofMinutes(1));
        look(egg);

        assertThat(pending()).hasSize(950);
        assertThat(pending().getFirst().id().number()).isEqualTo(jobs.getFirst());
    }

    @Test
    void look_newJobsWhileTheOldAreListed_areFoundAtOnceAndNoneIsClosed() {
        enqueue(950);
        look(egg);
        bench.clock.advance(Duration.ofMinutes(1));
        long fresh = bench.enqueue(PROJECT);

        look(egg);

        assertThat(row(fresh).progress().status()).isEqualTo(CiJobStatus.PENDING);
        assertThat(pending()).hasSize(901);
    }

    @Test
    void look_oldJobOfALongListEnded_isClosedWhenTheListingComesToIt() {
        var jobs = enqueue(450);
        look(egg);
        bench.simulator.cancelJob(jobs.getFirst());
        bench.clock.advance(Duration.ofMinutes(1));

        look(egg);

        assertThat(row(jobs.getFirst()).progress().outcome()).contains("canceled");
        assertThat(pending()).hasSize(449);
    }

    @Test
    void look_projectOfTwoEggs_onlyOneHasTheJob() {
        var second = bench.store("second", new TargetScope.Group(7));
        long job = bench.enqueue(PROJECT);
        look(egg);

        var seen = look.look(second, bench.access(), PROJECT);

        assertThat(seen.others()).hasSize(1);
        assertThat(row(job).egg()).contains(egg.name());
        bench.remove("web");
        look.look(second, bench.access(), PROJECT);
        assertThat(row(job).egg()).as("the first takes no runners any more").contains(EggName.of("second"));
    }

    @Test
    void look_gitLabIsAway_saysSoAndClosesNothing() {
        long job = bench.enqueue(PROJECT);
        look(egg);
        bench.simulator.addFault(Fault.status("/api/v4/projects", 1000, 503));

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> look(egg));

        assertThat(row(job).progress().status()).isEqualTo(CiJobStatus.PENDING);
    }

    private ProjectLook.Seen look(Egg who) {
        return look.look(who, bench.access(), PROJECT);
    }

    private List<Long> enqueue(int count) {
        return IntStream.range(0, count).mapToObj(i -> bench.enqueue(PROJECT)).toList();
    }

    private TrackedJob row(long job) {
        return bench.storage
                .ciJobs()
                .find(new CiJobId(bench.server(), job), bench.clock.instant())
                .orElseThrow();
    }

    private List<TrackedJob> pending() {
        return Pages.all(
                page -> bench.storage.ciJobs().ofEgg(egg.name(), CiJobStatus.PENDING, bench.clock.instant(), page));
    }
}
