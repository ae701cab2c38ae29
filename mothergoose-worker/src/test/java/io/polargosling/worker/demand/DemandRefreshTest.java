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
import io.polargosling.worker.SentCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemandRefreshTest {

    private static final long PROJECT = GitLabBench.PROJECT;
    private static final TargetScope GROUP = new TargetScope.Group(7);

    @TempDir
    private Path folder;

    private final List<EggName> reconciled = new ArrayList<>();
    private GitLabBench bench;
    private DemandRefresh refresh;

    @BeforeEach
    void open() {
        bench = new GitLabBench(folder);
        refresh = new DemandRefresh(
                bench.storage,
                bench.gitlab,
                bench.targets,
                new ProjectLook(bench.storage, bench.gitlab, bench.clock),
                bench.queue,
                reconciled::add,
                bench.clock);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void refresh_unknownEgg_doesNothing() {
        refresh("nobody");

        assertThat(reconciled).isEmpty();
    }

    @Test
    void refresh_projectOfTheEgg_isLeftToTheLookAtTheEgg() {
        bench.store("web", new TargetScope.Project(PROJECT));

        refresh("web");

        assertThat(reconciled).containsExactly(EggName.of("web"));
        assertThat(bench.simulator.requestCount()).isZero();
    }

    @Test
    void refresh_projectOfItsGroup_writesRowsAndLooksAtTheEggWhenSomethingChanged() {
        storeGroupEgg();
        know(PROJECT, "team/web");
        refresh("web");
        assertThat(reconciled).as("nothing there").isEmpty();
        bench.enqueue(PROJECT);

        refresh("web");
        refresh("web");

        assertThat(reconciled).containsExactly(EggName.of("web"));
        assertThat(pending()).isEqualTo(1);
    }

    @Test
    void refresh_repoOfABucket_looksAtThisOneAlone() {
        bench.simulator.createProject(202, "team/other");
        bench.storeBucket("web", PROJECT, 202);
        bench.enqueue(PROJECT);
        bench.enqueue(202);

        refresh("web");

        assertThat(reconciled).containsExactly(EggName.of("web"));
        assertThat(pending()).isEqualTo(1);
        assertThat(bench.targets.of(EggName.of("web")))
                .filteredOn(target -> target.lastPolledAt().isPresent())
                .extracting(target -> target.id().scope())
                .containsExactly(new TargetScope.Project(PROJECT));
    }

    @Test
    void refresh_projectNewInTheGroup_isRememberedAndLookedAt() {
        storeGroupEgg();
        bench.enqueue(PROJECT);

        refresh("web");

        assertThat(bench.storage.projects().find(bench.server(), PROJECT))
                .map(KnownProject::path)
                .contains("team/web");
        assertThat(reconciled).containsExactly(EggName.of("web"));
    }

    @Test
    void refresh_projectElsewhere_isNotLookedAt() {
        storeGroupEgg();
        bench.simulator.createProject(555, "teammates/web");
        bench.enqueue(555);

        refresh.refresh(new Command.RefreshDemand(EggName.of("web"), bench.server(), 555));

        assertThat(reconciled).isEmpty();
        assertThat(bench.storage.projects().find(bench.server(), 555)).isEmpty();
        assertThat(pending()).isZero();
    }

    @Test
    void refresh_gitLabIsBusy_isPutOffOnceAndLosesNothing() {
        storeGroupEgg();
        know(PROJECT, "team/web");
        bench.enqueue(PROJECT);
        bench.simulator.addFault(Fault.busy("/api/v4", Duration.ofMinutes(5)));

        refresh("web");
        refresh("web");
        refresh("web");

        assertThat(bench.queue.all()).hasSize(1);
        var putOff = bench.queue.all().getFirst();
        assertThat(putOff.command()).isEqualTo(hint("web"));
        assertThat(putOff.delay()).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(6));
        bench.clock.advance(putOff.delay());
        deliver(putOff, 10);
        assertThat(pending()).isEqualTo(1);
    }

    /** The first of several, until nothing is put off any more. */
    private void deliver(SentCommands.Sent first, int atMost) {
        var next = first;
        for (int i = 0; i < atMost; i++) {
            bench.queue.clear();
            refresh.refresh((Command.RefreshDemand) next.command());
            if (bench.queue.all().isEmpty()) {
                return;
            }
            next = bench.queue.all().getFirst();
            bench.clock.advance(next.delay());
        }
    }

    private void storeGroupEgg() {
        bench.store("web", GROUP);
        bench.storage.targets().savePath(bench.target("web").id(), "Team");
    }

    private void know(long project, String path) {
        bench.storage
                .projects()
                .save(List.of(new KnownProject(bench.server(), project, 7, path, bench.clock.instant())));
    }

    private void refresh(String egg) {
        refresh.refresh(hint(egg));
    }

    private Command.RefreshDemand hint(String egg) {
        return new Command.RefreshDemand(EggName.of(egg), bench.server(), PROJECT);
    }

    private int pending() {
        return bench.storage
                .ciJobs()
                .ofEgg(EggName.of("web"), CiJobStatus.PENDING, bench.clock.instant(), PageRequest.first(100))
                .items()
                .size();
    }
}
