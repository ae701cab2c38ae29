package io.polargosling.api.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.ApiClient;
import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.RunnersRequest;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.token.Role;
import io.polargosling.domain.token.TokenHash;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunnerOrderTest {

    private final RunningApi api = RunningApi.get();

    @Test
    void make_everyWish_isSentAsACommand() {
        var egg = Fixtures.egg("make").name();

        var reply = api.admin()
                .post(
                        "/runners",
                        "{\"egg_name\":\"" + egg + "\",\"count\":3,\"cloud_provider\":\"local\",\"job_requirements\":"
                                + "{\"tags\":[\"linux\"],\"estimated_duration_minutes\":90,\"privileged\":true}}");

        assertThat(reply.status()).isEqualTo(202);
        api.awaitCommand(new Command.MakeRunners(
                egg,
                new RunnersRequest(
                        3,
                        Set.of("linux"),
                        Optional.of(Duration.ofMinutes(90)),
                        true,
                        Optional.of(CloudProvider.LOCAL),
                        Optional.empty()),
                UUID.fromString(reply.json().path("operation_id").asString())));
    }

    @Test
    void make_moreThanThereIsRoomFor_conflicts() {
        var egg = Fixtures.egg("full");
        Fixtures.runner(egg, RunnerKind.SERVERLESS, TokenHash.newToken());

        var reply = api.admin().post("/runners", "{\"egg_name\":\"" + egg.name() + "\",\"count\":10}");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.problem()).isEqualTo("capacity-exhausted");
        assertThat(reply.text()).contains("room for 9");
    }

    @Test
    void make_disabledEgg_conflicts() {
        var scope = new TargetScope.Project(77_002);
        var egg = Fixtures.declared("disabled", Fixtures.SERVER, scope, RunnerKind.VM, false)
                .name();

        assertThat(api.admin()
                        .post("/runners", "{\"egg_name\":\"" + egg + "\"}")
                        .problem())
                .isEqualTo("egg-disabled");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|/egg_name",
                "{\"egg_name\":\"EGG\",\"count\":0}|/count",
                "{\"egg_name\":\"EGG\",\"count\":41}|/count",
                "{\"egg_name\":\"EGG\",\"cloud_provider\":\"moon\"}|/cloud_provider",
                "{\"egg_name\":\"EGG\",\"cloud_provider\":\"aws\"}|/cloud_provider",
                "{\"egg_name\":\"EGG\",\"region\":\"there\"}|/region",
                "{\"egg_name\":\"EGG\",\"job_requirements\":{\"estimated_duration_minutes\":0}}"
                        + "|/job_requirements/estimated_duration_minutes",
                "{\"egg_name\":\"EGG\",\"colour\":1}|/colour"
            })
    void make_askedWrongly_isInvalid(String body, String pointer) {
        var egg = Fixtures.egg("wrong").name().value();

        var reply = api.admin().post("/runners", body.replace("EGG", egg));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("errors").path(0).path("pointer").asString())
                .isEqualTo(pointer);
    }

    @Test
    void make_unknownEgg_isNotFound() {
        assertThat(api.admin().post("/runners", "{\"egg_name\":\"nobody\"}").status())
                .isEqualTo(404);
    }

    @Test
    void end_busyRunner_isOrderedAndKeepsItsJob() {
        var runner = runnerIn(RunnerState.ACTIVE, RunnerState.BUSY);
        long before = generation(runner);

        var reply = delete(api.admin(), runner.id(), "?reason=too-old");

        assertThat(reply.status()).isEqualTo(202);
        var stored = Fixtures.stored(runner.id());
        assertThat(stored.state()).isEqualTo(RunnerState.BUSY);
        assertThat(stored.status().order()).contains(new PendingOrder(PendingOrder.Kind.TERMINATE, "too-old", "admin"));
        assertThat(generation(runner)).isEqualTo(before + 1);
        assertThat(audited(runner.id())).contains("runner.order.terminate");
        api.awaitCommand(new Command.ReconcileEgg(runner.egg()));
    }

    @Test
    void end_again_isOkAndWritesNothing() {
        var runner = runnerIn(RunnerState.ACTIVE, RunnerState.IDLE);
        delete(api.admin(), runner.id(), "");
        long version = Fixtures.stored(runner.id()).version();

        assertThat(delete(api.admin(), runner.id(), "").status()).isEqualTo(200);
        assertThat(Fixtures.stored(runner.id()).version()).isEqualTo(version);
    }

    @Test
    void end_withForce_failsTheRunnerAndIsAudited() {
        var runner = runnerIn(RunnerState.ACTIVE, RunnerState.BUSY);

        assertThat(delete(api.admin(), runner.id(), "?force=true").status()).isEqualTo(202);

        var stored = Fixtures.stored(runner.id());
        assertThat(stored.state()).isEqualTo(RunnerState.FAILED);
        assertThat(stored.status().cause()).contains("forced");
        assertThat(audited(runner.id())).contains("runner.failed");
    }

    @Test
    void end_withForceByAnOperator_isForbidden() {
        var runner = runnerIn(RunnerState.ACTIVE, RunnerState.BUSY);
        var operator =
                api.anonymous().with(Fixtures.token(Role.OPERATOR, Instant.now().plus(Duration.ofHours(1))));

        assertThat(delete(operator, runner.id(), "?force=true").status()).isEqualTo(403);
        assertThat(Fixtures.stored(runner.id()).state()).isEqualTo(RunnerState.BUSY);
        assertThat(delete(operator, runner.id(), "?force=false").status()).isEqualTo(202);
    }

    @Test
    void end_queueDown_standsOnTheRowAllTheSame() {
        var runner = runnerIn(RunnerState.ACTIVE, RunnerState.IDLE);
        api.faults().queueIsDown(true);
        try {
            assertThat(delete(api.admin(), runner.id(), "").status()).isEqualTo(202);
        } finally {
            api.faults().queueIsDown(false);
        }
        assertThat(Fixtures.stored(runner.id()).status().order()).isPresent();
    }

    @Test
    void end_askedWrongly_isRefused() {
        var runner = runnerIn(RunnerState.ACTIVE);

        assertThat(delete(api.admin(), runner.id(), "?reason=%22x").status()).isEqualTo(422);
        assertThat(delete(api.admin(), runner.id(), "?force=perhaps").status()).isEqualTo(422);
        assertThat(delete(api.admin(), RunnerId.of("zzzzzzzzzzzz"), "").status())
                .isEqualTo(404);
    }

    @Test
    void runnersOfEgg_areItsOwn() {
        var runner = runnerIn(RunnerState.ACTIVE);

        var items = api.admin().get("/runners/egg/" + runner.egg()).json().path("items");

        assertThat(items.size()).isEqualTo(1);
        assertThat(items.path(0).path("id").asString()).isEqualTo(runner.id().value());
        assertThat(api.admin().get("/runners/egg/nobody").status()).isEqualTo(404);
    }

    private static Runner runnerIn(RunnerState... steps) {
        var runner = Fixtures.runner(Fixtures.egg("end"), RunnerKind.VM, TokenHash.newToken());
        return Fixtures.move(runner.id(), steps);
    }

    private long generation(Runner runner) {
        return api.storage().eggs().find(runner.egg()).orElseThrow().generation();
    }

    private java.util.List<String> audited(RunnerId id) {
        return api.storage().audit().ofResource("runner/" + id, PageRequest.first(20)).items().stream()
                .map(entry -> entry.action())
                .toList();
    }

    private static ApiClient.Reply delete(ApiClient client, RunnerId id, String query) {
        return client.send("DELETE", "/runners/" + id + query, HttpRequest.BodyPublishers.noBody());
    }
}
