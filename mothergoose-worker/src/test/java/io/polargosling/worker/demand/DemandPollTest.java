package io.polargosling.worker.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.demand.CiJobStatus;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.KnownProject;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.simulator.server.Fault;
import io.polargosling.worker.GitLabBench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemandPollTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final long GROUP = 7;

    @TempDir
    private Path folder;

    private GitLabBench bench;
    private DemandPoll poll;
    private DemandRefresh refresh;

    @BeforeEach
    void open() {
        bench = new GitLabBench(folder);
        poll = new DemandPoll(bench.storage, bench.queue, new DemandPoll.Periods(MINUTE, IDLE), bench.clock);
        var look = new ProjectLook(bench.storage, bench.gitlab, bench.clock);
        var demand = new EggDemand(bench.storage, bench.targets, look, bench.clock);
        refresh = new DemandRefresh(
                bench.storage,
                bench.gitlab,
                bench.targets,
                look,
                bench.queue,
                egg -> demand.of(bench.storage.eggs().find(egg).orElseThrow()),
                bench.clock);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void poll_quietTarget_isAskedForAtOnceAndThenAfterTheIdlePeriod() {
        project("web", 111);

        assertThat(tick()).hasSize(1);
        int asked = 0;
        for (int minute = 1; minute < 10; minute++) {
            bench.clock.advance(MINUTE);
            asked += tick().size();
        }
        assertThat(asked).isZero();
        bench.clock.advance(MINUTE);
        assertThat(tick()).hasSize(1);
    }

    @Test
    void poll_targetWithAnEventWithinTheHour_isAskedForEveryMinute() {
        project("web", 111);
        tick();
        bench.storage.targets().markEvent(bench.target("web").id(), bench.clock.instant());

        for (int minute = 0; minute < 3; minute++) {
            bench.clock.advance(MINUTE);
            assertThat(tick()).hasSize(1);
        }
    }

    @Test
    void poll_targetWithAPendingJob_isAskedForEveryMinuteUntilItIsOver() {
        project("web", 111);
        long job = bench.enqueue(111);
        tick();

        bench.clock.advance(MINUTE);
        assertThat(tick()).hasSize(1);
        bench.simulator.cancelJob(job);
        bench.clock.advance(MINUTE);
        assertThat(tick()).hasSize(1);
        bench.clock.advance(MINUTE);
        assertThat(tick()).isEmpty();
    }

    @Test
    void poll_disabledOrRemovedEgg_isPassedOver() {
        bench.store("off", new TargetScope.Project(102), "a", false);
        project("gone", 111);
        bench.remove("gone");

        assertThat(tick()).isEmpty();
    }

    @Test
    void poll_everyWebhookIsLost_findsAllJobsInTwoPolls() {
        project("a", 111);
        project("b", 112);
        bench.store("c", new TargetScope.Group(GROUP));
        know(LongStream.rangeClosed(201, 220).boxed().toList());
        tick();
        bench.simulator.setWebhooksDropped(true);
        var jobs = new HashSet<Long>();
        for (long project : List.of(111L, 112L, 201L, 207L, 220L)) {
            jobs.add(bench.enqueue(project));
            jobs.add(bench.enqueue(project));
        }

        bench.clock.advance(IDLE);
        tick();
        bench.clock.advance(IDLE);
        tick();

        assertThat(pending()).isEqualTo(jobs);
    }

    @Test
    void poll_gitLabAnswers429ForFiveMinutes_asksLittleAndLosesNothing() {
        project("a", 111);
        tick();
        long job = bench.enqueue(111);
        bench.clock.advance(IDLE);
        bench.simulator.addFault(Fault.busy("/api/v4", Duration.ofMinutes(5)));
        long before = bench.simulator.requestCount();

        for (int minute = 0; minute < 5; minute++) {
            tick();
            bench.clock.advance(MINUTE);
        }

        assertThat(bench.simulator.requestCount() - before).isLessThanOrEqualTo(10);
        assertThat(pending()).isEmpty();
        bench.clock.advance(MINUTE);
        tick();
        assertThat(pending()).containsExactly(job);
    }

    @Test
    void poll_largeGroup_asksForEachProjectOnceInTheIdlePeriod() {
        bench.store("c", new TargetScope.Group(GROUP));
        var projects = LongStream.rangeClosed(1001, 2500).boxed().toList();
        know(projects);
        var asked = new HashSet<Long>();
        int most = 0;

        for (int minute = 0; minute < 10; minute++) {
            var now = projectsOf(ask());
            most = Math.max(most, now.size());
            asked.addAll(now);
            bench.clock.advance(MINUTE);
        }

        assertThat(asked).hasSameElementsAs(projects);
        assertThat(most).isEqualTo(150);
    }

    private void project(String egg, long id) {
        bench.simulator.createProject(id, "team/" + egg);
        bench.store(egg, new TargetScope.Project(id));
    }

    private void know(List<Long> projects) {
        var batch = projects.stream()
                .map(id -> new KnownProject(bench.server(), id, GROUP, "group/p" + id, bench.clock.instant()))
                .toList();
        bench.storage.projects().save(batch);
        if (projects.size() < 100) {
            projects.forEach(id -> bench.simulator.createProject(id, "group/p" + id));
        }
    }

    /** What one poll asks for. */
    private List<Command> ask() {
        bench.queue.clear();
        poll.poll();
        return bench.queue.commands();
    }

    /** As {@link #ask}, and does it. */
    private List<Command> tick() {
        var asked = ask();
        asked.stream()
                .filter(Command.RefreshDemand.class::isInstance)
                .forEach(command -> refresh.refresh((Command.RefreshDemand) command));
        return asked;
    }

    private static Set<Long> projectsOf(List<Command> commands) {
        return commands.stream()
                .filter(Command.RefreshDemand.class::isInstance)
                .map(command -> ((Command.RefreshDemand) command).projectId())
                .collect(Collectors.toSet());
    }

    private Set<Long> pending() {
        return List.of("a", "b", "c").stream()
                .flatMap(egg -> bench
                        .storage
                        .ciJobs()
                        .ofEgg(EggName.of(egg), CiJobStatus.PENDING, bench.clock.instant(), PageRequest.first(100))
                        .items()
                        .stream())
                .map(job -> job.id().number())
                .collect(Collectors.toSet());
    }
}
