package io.polargosling.worker.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.demand.CiJobFacts;
import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.demand.CiJobProgress;
import io.polargosling.domain.demand.CiJobStatus;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.worker.GitLabBench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EggDemandTest {

    private static final long PROJECT = GitLabBench.PROJECT;

    @TempDir
    private Path folder;

    private GitLabBench bench;
    private EggDemand demand;

    @BeforeEach
    void open() {
        bench = new GitLabBench(folder);
        demand = new EggDemand(
                bench.storage, bench.targets, new ProjectLook(bench.storage, bench.gitlab, bench.clock), bench.clock);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void of_jobThatNeverRan_expectsNothing() {
        var egg = bench.store("web", new TargetScope.Project(PROJECT));
        bench.enqueue(PROJECT);

        assertThat(jobs(egg)).extracting(CiJob::expected).containsExactly(Optional.empty());
    }

    @Test
    void of_jobThatRanBefore_isExpectedToTakeAsLongAsItsNewestRuns() {
        var egg = bench.store("web", new TargetScope.Project(PROJECT));
        IntStream.rangeClosed(1, 30).forEach(n -> ran(n, "job", "success", Duration.ofMinutes(31 - n)));
        ran(31, "job", "canceled", Duration.ofHours(9));
        ran(32, "another", "success", Duration.ofHours(9));
        bench.enqueue(PROJECT);

        // The newest 20 took 1 to 20 minutes; one of them took longer than this.
        assertThat(jobs(egg)).extracting(CiJob::expected).containsExactly(Optional.of(Duration.ofMinutes(19)));
    }

    @Test
    void of_newRuns_countAfterTenMinutes() {
        var egg = bench.store("web", new TargetScope.Project(PROJECT));
        ran(1, "job", "failed", Duration.ofMinutes(1));
        bench.enqueue(PROJECT);
        jobs(egg);
        ran(2, "job", "failed", Duration.ofMinutes(90));

        bench.clock.advance(Duration.ofMinutes(9));
        assertThat(jobs(egg)).extracting(CiJob::expected).containsExactly(Optional.of(Duration.ofMinutes(1)));
        bench.clock.advance(Duration.ofMinutes(1));
        assertThat(jobs(egg)).extracting(CiJob::expected).containsExactly(Optional.of(Duration.ofMinutes(90)));
    }

    @Test
    void of_jobOfABucket_namesItsRepo() {
        var bucket = bench.storeBucket("many", PROJECT, 111);
        bench.simulator.createProject(111, "team/second");
        var refresh = new ProjectLook(bench.storage, bench.gitlab, bench.clock);
        bench.enqueue(PROJECT);
        bench.enqueue(111);
        refresh.look(bucket, bench.access(), PROJECT);
        refresh.look(bucket, bench.access(), 111);

        assertThat(jobs(bucket))
                .extracting(CiJob::repo)
                .containsExactlyInAnyOrder(Optional.of("repo-" + PROJECT), Optional.of("repo-111"));
    }

    @Test
    void of_jobThatAnotherEggHas_isNoDemandOfThisOne() {
        var first = bench.store("web", new TargetScope.Project(PROJECT));
        long job = bench.enqueue(PROJECT);
        assertThat(jobs(first)).extracting(CiJob::id).containsExactly(job);
        var second = bench.store("other", new TargetScope.Project(PROJECT), "b", true, GitLabBench.TAG, "more");
        long refused = bench.enqueue(PROJECT, "gpu");

        assertThat(jobs(second)).extracting(CiJob::id).containsExactly(refused);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "19, 19", "20, 19", "21, 20", "40, 38", "100, 95"})
    void percentile95_ofOneToN_isReachedByFiveOfAHundredAtMost(int n, int expected) {
        var durations =
                IntStream.rangeClosed(1, n).mapToObj(Duration::ofSeconds).toList();

        assertThat(JobDurations.percentile95(durations)).isEqualTo(Duration.ofSeconds(expected));
    }

    private List<CiJob> jobs(Egg egg) {
        return demand.of(egg).jobs().orElseThrow();
    }

    /** A run that is over; a higher number means a newer one. */
    private void ran(long number, String name, String outcome, Duration took) {
        var begin = bench.clock.instant().minus(Duration.ofDays(2)).plusSeconds(number);
        bench.storage
                .ciJobs()
                .observe(
                        new TrackedJob(
                                new CiJobId(bench.server(), 500_000 + number),
                                Optional.empty(),
                                new CiJobFacts(PROJECT, OptionalLong.empty(), name, "main", true, Set.of()),
                                new CiJobProgress(
                                        CiJobStatus.FINISHED,
                                        begin,
                                        Optional.of(begin),
                                        Optional.of(begin.plus(took)),
                                        OptionalLong.empty(),
                                        Optional.of(outcome)),
                                List.of()),
                        bench.clock.instant());
    }
}
