package io.polargosling.worker.ghost;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.JobFilter;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.CreatedGitLabRunner;
import io.polargosling.domain.gitlab.GitLabRunner;
import io.polargosling.domain.gitlab.GitLabRunnerHost;
import io.polargosling.domain.gitlab.NewGitLabRunner;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerIdentity;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.token.TokenHash;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.worker.GitLabBench;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GhostSweepTest {

    private static final EggName EGG = EggName.of("web");
    private static final TargetScope SCOPE = new TargetScope.Project(GitLabBench.PROJECT);
    private static final RunnerState[] TO_TERMINATED = {
        RunnerState.FAILED, RunnerState.TERMINATING, RunnerState.TERMINATED
    };

    private final SplittableRandom random = new SplittableRandom(7);
    private final GitLabBench bench;
    private final GhostSweep sweep;

    GhostSweepTest(@TempDir Path folder) {
        bench = new GitLabBench(folder);
        sweep = new GhostSweep(bench.storage, bench.gitlab, bench.secrets, bench.queue, bench.clock);
    }

    @BeforeEach
    void egg() {
        bench.store(EGG.value(), SCOPE);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void entity_ofATerminatedRunner_goesAtTheSecondSight() {
        var ended = runner(RunnerState.TERMINATED);
        var entity = entity(ended.id().value());

        sweep.sweep();
        assertThat(entities()).contains(entity.id());
        bench.clock.advance(Duration.ofMinutes(10));
        sweep.sweep();

        assertThat(entities()).doesNotContain(entity.id());
    }

    @Test
    void entity_ofAnEnrolmentWhoseAnswerWasLost_goesAndTheOtherStays() {
        var runner = runner(RunnerState.IDLE);
        var lost = entity(runner.id().value());
        var mine = entity(runner.id().value());
        own(runner, mine);

        twoPasses();

        assertThat(entities()).containsExactly(mine.id());
        assertThat(stored(runner).status().order()).isEmpty();
        assertThat(lost.id()).isNotEqualTo(mine.id());
    }

    @Test
    void entity_enrolledBetweenTwoPasses_stays() {
        var runner = runner(RunnerState.PROVISIONING);
        var entity = entity(runner.id().value());
        sweep.sweep();
        own(runner, entity);

        bench.clock.advance(Duration.ofMinutes(10));
        sweep.sweep();

        assertThat(entities()).containsExactly(entity.id());
    }

    @Test
    void entity_withARunningJob_staysUntilItHasEnded() throws Exception {
        var ended = runner(RunnerState.TERMINATED);
        var entity = entity(ended.id().value());
        bench.enqueue(GitLabBench.PROJECT);
        assertThat(takeJob(entity.token(), "r_whatever0000")).isEqualTo(201);

        twoPasses();

        assertThat(entities()).containsExactly(entity.id());
    }

    @Test
    void entity_ofARunnerNobodyKnows_goesWhenItIsOursAndUnused() throws Exception {
        var ours = entity("abcdefghijkl");
        var used = entity("bcdefghijklm");
        takeJob(used.token(), "r_whatever0000");

        twoPasses();

        assertThat(entities()).containsExactly(used.id()).doesNotContain(ours.id());
    }

    @ParameterizedTest
    @CsvSource({"buildserver1", "some-builder", "''"})
    void entity_madeByOthers_stays(String description) throws Exception {
        long foreign = foreignEntity(description);

        twoPasses();

        assertThat(entities()).containsExactly(foreign);
    }

    @ParameterizedTest
    @CsvSource({"ACTIVE, true", "IDLE, true", "BUSY, false", "DRAINING, false"})
    void runner_whoseEntityIsGone_isToEndUnlessItHasAJob(RunnerState state, boolean ordered) {
        var runner = runner(state);
        var entity = entity(runner.id().value());
        own(runner, entity);
        bench.gitlab.runners().deleteRunner(bench.access(), entity.id());

        sweep.sweep();

        var order = stored(runner).status().order();
        assertThat(order.isPresent()).isEqualTo(ordered);
        if (ordered) {
            assertThat(order).contains(new PendingOrder(PendingOrder.Kind.TERMINATE, "entity-gone", "worker"));
            assertThat(bench.queue.commands()).contains(new Command.ReconcileEgg(EGG));
        }
    }

    @Test
    void runner_toldToEndAlready_isNotToldAgain() {
        var runner = runner(RunnerState.IDLE);
        own(runner, new CreatedGitLabRunner(987_654, SecretValue.of("gone")));

        sweep.sweep();
        var first = stored(runner);
        sweep.sweep();

        assertThat(stored(runner)).isEqualTo(first);
    }

    @Test
    void manager_ofATerminatedRunner_goesAndThoseOfOthersStay() throws Exception {
        var shared = entity("the shared one");
        bench.secrets.write(SecretUri.of("local://bench/runner-token"), shared.token());
        var ended = runner(RunnerState.IDLE);
        var living = runner(RunnerState.IDLE);
        share(ended, shared);
        share(living, shared);
        verify(shared, RunnerIdentity.systemId(ended.id()));
        verify(shared, RunnerIdentity.systemId(living.id()));
        verify(shared, "s_somebodyelse");
        move(stored(ended), TO_TERMINATED);

        sweep.sweep();

        assertThat(bench.gitlab.runners().managers(bench.access(), shared.id()))
                .extracting(GitLabRunnerHost::systemId)
                .containsExactlyInAnyOrder(RunnerIdentity.systemId(living.id()), "s_somebodyelse");
        assertThat(entities()).containsExactly(shared.id());
    }

    @Test
    void sweep_tokenOfOneEggMissing_othersHaveTheirTurn() {
        bench.secrets.write(SecretUri.of("local://bench/api-token"), SecretValue.of("revoked"));
        var ended = runner(RunnerState.TERMINATED);
        var entity = entity(ended.id().value());

        sweep.sweep();
        bench.secrets.write(SecretUri.of("local://bench/api-token"), SecretValue.of("glpat-bench"));
        twoPasses();

        assertThat(entities()).doesNotContain(entity.id());
    }

    private void twoPasses() {
        sweep.sweep();
        bench.clock.advance(Duration.ofMinutes(10));
        sweep.sweep();
    }

    private List<Long> entities() {
        return bench.gitlab.runners().list(bench.access(), SCOPE).stream()
                .map(GitLabRunner::id)
                .toList();
    }

    private CreatedGitLabRunner entity(String description) {
        return bench.gitlab
                .runners()
                .createRunner(
                        bench.access(),
                        new NewGitLabRunner(
                                SCOPE,
                                description,
                                new JobFilter(Set.of(GitLabBench.TAG), false, false),
                                Optional.empty()));
    }

    private long foreignEntity(String description) throws IOException, InterruptedException {
        var reply = post("user/runners", """
                {"runner_type":"project_type","project_id":%d,"description":"%s","tag_list":"x"}""".formatted(GitLabBench.PROJECT, description));
        assertThat(reply).isEqualTo(201);
        return entities().getFirst();
    }

    private int takeJob(SecretValue token, String systemId) throws IOException, InterruptedException {
        return post("jobs/request", "{\"token\":\"%s\",\"system_id\":\"%s\"}".formatted(token.reveal(), systemId));
    }

    private void verify(CreatedGitLabRunner shared, String systemId) {
        assertThat(bench.gitlab.runners().verify(bench.server(), shared.token(), systemId))
                .hasValue(shared.id());
    }

    private int post(String path, String body) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(bench.simulator.url() + "/api/v4/" + path))
                    .header("PRIVATE-TOKEN", "glpat-bench")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    private Runner stored(Runner runner) {
        return bench.storage.runners().find(runner.id()).orElseThrow();
    }

    private void own(Runner runner, CreatedGitLabRunner entity) {
        var row = stored(runner);
        write(row.withIdentity(row.identity().enrolled(TokenHash.of("t" + runner.id()), entity.id())));
    }

    private void share(Runner runner, CreatedGitLabRunner entity) {
        var row = stored(runner);
        write(row.withIdentity(row.identity().enrolledWithShared(TokenHash.of("t" + runner.id()), entity.id())));
    }

    private Runner runner(RunnerState state) {
        var lease = bench.leases.tryTake("test").orElseThrow();
        var id = RunnerId.random(random);
        bench.storage
                .runners()
                .reserve(
                        List.of(Samples.runner(EGG, id, Pool.APEX, bench.clock.instant())),
                        SlotLimits.of(100),
                        new ArrayList<>(List.of(Samples.audit("runner/" + id))),
                        lease.fence());
        bench.storage.leases().release(lease, Optional.empty());
        var fresh = bench.storage.runners().find(id).orElseThrow();
        return switch (state) {
            case PROVISIONING -> fresh;
            case TERMINATED -> move(fresh, TO_TERMINATED);
            case ACTIVE -> move(fresh, RunnerState.ACTIVE);
            default -> move(fresh, RunnerState.ACTIVE, state);
        };
    }

    private Runner move(Runner runner, RunnerState... steps) {
        var moved = runner;
        for (var step : steps) {
            moved = write(moved.moveTo(step, bench.clock.instant(), Optional.of("test")));
        }
        return moved;
    }

    private Runner write(Runner row) {
        return bench.storage
                .runners()
                .write(new RunnerWrite(List.of(row), List.of(), Optional.empty(), Optional.empty(), false))
                .getFirst();
    }
}
