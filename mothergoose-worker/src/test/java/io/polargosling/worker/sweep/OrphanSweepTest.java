package io.polargosling.worker.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.inventory.Cloud;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.Clouds;
import io.polargosling.domain.inventory.OrphanBook;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.StandingFinding;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.simulator.server.Fault;
import io.polargosling.testkit.cloud.FakeCloud;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.worker.GitLabBench;
import io.polargosling.worker.SimulatedAgents;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanSweepTest {

    private static final EggName EGG = EggName.of("web");
    private static final RunnerId A = RunnerId.of("aaaaaaaaaaaa");
    private static final RunnerId B = RunnerId.of("bbbbbbbbbbbb");

    @TempDir
    private Path folder;

    private GitLabBench bench;
    private FakeCloud aws;
    private FakeCloud yandex;

    @BeforeEach
    void open() {
        bench = new GitLabBench(folder);
        bench.store(EGG.value(), new TargetScope.Project(GitLabBench.PROJECT));
        aws = new FakeCloud(CloudProvider.AWS, bench.clock, FakeCloud.Pace.AT_ONCE);
        yandex = new FakeCloud(CloudProvider.YANDEX, bench.clock, FakeCloud.Pace.AT_ONCE);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void sweep_machineWithoutARow_isMarkedFirstAndRemovedSecond() {
        make(A);

        sweep();
        assertThat(there()).containsExactly(A);
        sweep();
        assertThat(there()).isEmpty();
        assertThat(book().marked()).isEmpty();
    }

    @Test
    void sweep_machineWithALiveRow_stays() {
        reserve(A);
        make(A);

        sweep();
        sweep();

        assertThat(there()).containsExactly(A);
    }

    @Test
    void sweep_rowAppearsBetweenTwoPasses_takesTheMarkBack() {
        make(A);
        sweep();
        reserve(A);

        sweep();

        assertThat(there()).containsExactly(A);
        assertThat(book().marked()).isEmpty();
    }

    @Test
    void sweep_machineWasAwayForAPass_isMarkedAnew() {
        make(A);
        sweep();
        aws.vanish(A);
        sweep();
        make(A);

        sweep();

        assertThat(there()).containsExactly(A);
    }

    @Test
    void sweep_oneCannotBeRemoved_removesTheOthersAndTriesAgain() {
        make(A);
        make(B);
        aws.setStuck(A, true);
        sweep();

        sweep();
        assertThat(there()).containsExactly(A);
        aws.setStuck(A, false);
        sweep();

        assertThat(there()).isEmpty();
    }

    @Test
    void sweep_oneCloudDoesNotAnswer_sweepsTheOtherAndKeepsTheMarks() {
        make(A);
        yandex.create(B, Placement.local());
        sweep();
        aws.setAway(true);

        sweep();
        assertThat(yandex.machines()).isEmpty();
        assertThat(book().marked()).containsOnlyKeys(A);
        aws.setAway(false);
        sweep();

        assertThat(there()).isEmpty();
    }

    @Test
    void sweep_gitLabShowsAJobOnIt_isLeftAloneUntilTheJobIsOver() {
        var job = SimulatedAgents.runJob(bench, A);
        make(A);
        sweep();

        sweep();
        assertThat(there()).containsExactly(A);
        assertThat(findings("runner/" + A))
                .extracting(StandingFinding::finding)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo("orphan-busy");
                    assertThat(finding.message()).contains(Long.toString(job));
                });
        bench.simulator.cancelJob(job);
        sweep();

        assertThat(there()).isEmpty();
        assertThat(findings("runner/" + A)).isEmpty();
    }

    @Test
    void sweep_rowIsTerminatedAndAJobShows_isLeftAlone() {
        terminated(reserve(A));
        SimulatedAgents.runJob(bench, A);
        make(A);

        sweep();
        sweep();

        assertThat(there()).containsExactly(A);
    }

    @Test
    void sweep_gitLabDoesNotAnswer_removesNothing() {
        make(A);
        sweep();
        bench.simulator.addFault(Fault.status("/api/v4/", 1000, 503));

        sweep();
        assertThat(there()).containsExactly(A);
        bench.simulator.clearFaults();
        sweep();

        assertThat(there()).isEmpty();
    }

    @Test
    void sweep_moreThanThreeAndAFifth_waitForAnOperatorWhateverTheProcess() {
        var orphans = IntStream.rangeClosed(1, 4)
                .mapToObj(i -> RunnerId.of("orphan00000" + i))
                .toList();
        orphans.forEach(this::make);
        sweep();

        sweep();
        sweep();
        assertThat(there()).containsExactlyElementsOf(orphans);
        assertThat(findings("orphans"))
                .extracting(standing -> standing.finding().code())
                .contains("mass-orphans");
        assertThat(book().confirm(List.of(orphans.getFirst(), B), "test", bench.clock.instant()))
                .containsExactly(B);
        assertThat(book().confirm(orphans.subList(0, 1), "test", bench.clock.instant()))
                .isEmpty();
        sweep();
        sweep();
        assertThat(there()).containsExactlyElementsOf(orphans.subList(1, 4));
        assertThat(book().confirm(orphans.subList(1, 4), "test", bench.clock.instant()))
                .isEmpty();
        sweep();

        assertThat(there()).isEmpty();
        sweep();
        assertThat(findings("orphans")).isEmpty();
    }

    @Test
    void sweep_fourOfManyAreOrphans_areRemoved() {
        IntStream.range(0, 16)
                .mapToObj(i -> RunnerId.of("live000000%02d".formatted(i)))
                .forEach(id -> {
                    reserve(id);
                    make(id);
                });
        IntStream.range(0, 4).mapToObj(i -> RunnerId.of("orphan00000" + i)).forEach(this::make);
        sweep();

        sweep();

        assertThat(there()).hasSize(16);
    }

    /** Each pass by a process of its own: what was seen before is known from the store alone. */
    private void sweep() {
        var clouds = Clouds.of(
                Map.of(CloudProvider.AWS, new Cloud(aws, aws), CloudProvider.YANDEX, new Cloud(yandex, yandex)));
        var jobs = new OrphanJobs(bench.storage, bench.gitlab, bench.targets, bench.clock);
        new OrphanSweep(bench.storage, clouds, jobs, bench.clock).sweep();
    }

    private OrphanBook book() {
        return new OrphanBook(bench.storage.findings());
    }

    private List<StandingFinding> findings(String resource) {
        return bench.storage
                .findings()
                .ofResource(resource, PageRequest.first(20))
                .items();
    }

    private List<RunnerId> there() {
        return aws.machines().stream().map(CloudResource::runner).toList();
    }

    private void make(RunnerId runner) {
        assertThat(aws.create(runner, Placement.local())).isInstanceOf(FakeCloud.Creation.Created.class);
    }

    private Runner reserve(RunnerId id) {
        var lease = bench.leases.tryTake("egg:" + EGG).orElseThrow();
        var runner = Samples.runner(EGG, id, Pool.APEX, Samples.NOW);
        bench.storage
                .runners()
                .reserve(List.of(runner), SlotLimits.of(30), List.of(Samples.audit("runner/" + id)), lease.fence());
        bench.storage.leases().release(lease, Optional.empty());
        return bench.storage.runners().find(id).orElseThrow();
    }

    private void terminated(Runner runner) {
        var ending = bench.storage
                .runners()
                .write(RunnerWrite.unfenced(
                        runner.moveTo(RunnerState.TERMINATING, bench.clock.instant(), Optional.empty())))
                .getFirst();
        bench.storage
                .runners()
                .write(RunnerWrite.unfenced(
                        ending.moveTo(RunnerState.TERMINATED, bench.clock.instant(), Optional.empty())));
    }
}
