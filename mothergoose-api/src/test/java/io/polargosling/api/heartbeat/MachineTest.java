package io.polargosling.api.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.ApiClient;
import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.NewGitLabRunner;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.token.TokenHash;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineTest {

    private final RunningApi api = RunningApi.get();
    private final Fixtures.StoredEgg egg = Fixtures.egg("machine");
    private final String enrolment = TokenHash.newToken();
    private final Map<String, String> tokens = new HashMap<>();

    @AfterEach
    void gitlabIsBack() {
        api.gitlab().setDown(false);
    }

    @Test
    void enrol_vm_getsGitLabRunnerTokenAndConfiguration() {
        var runner = Fixtures.runner(egg, RunnerKind.VM, enrolment);

        var reply = enrol(runner);

        assertThat(reply.status()).isEqualTo(200);
        var gitlab = reply.json().path("gitlab");
        assertThat(gitlab.path("url").asString()).isEqualTo("https://gitlab.acme.test");
        assertThat(gitlab.path("mode").asString()).isEqualTo("own");
        assertThat(gitlab.path("token").asString()).startsWith("glrt-");
        var config = reply.json().path("config");
        assertThat(config.path("config_version").asLong()).isEqualTo(1);
        assertThat(config.path("tags").toString()).isEqualTo("[\"docker\",\"linux\"]");
        assertThat(config.path("run_untagged").asBoolean()).isFalse();
        assertThat(config.path("concurrent").asInt()).isEqualTo(2);
        assertThat(config.path("executor").asString()).isEqualTo("shell");
        assertThat(config.path("max_builds").isNull()).isTrue();
        assertThat(config.path("environment").path("DEPLOY").asString()).isEqualTo("local://ci/deploy");
        assertThat(config.path("intervals").path("heartbeat_seconds").asLong()).isEqualTo(30);
        assertThat(config.path("idle_timeout_seconds").asLong()).isEqualTo(600);
        assertThat(config.path("lifetime_ends_at").isNull()).isTrue();

        long id = gitlab.path("runner_id").asLong();
        var entity = entity(id);
        assertThat(entity.description()).isEqualTo(runner.id().value());
        assertThat(entity.scope()).isEqualTo(new TargetScope.Project(egg.projectId()));
        assertThat(entity.maximumTimeout()).contains(Duration.ofHours(24));
        var stored = Fixtures.stored(runner.id());
        assertThat(stored.identity().gitlabRunnerId()).hasValue(id);
        assertThat(stored.state()).isEqualTo(RunnerState.PROVISIONING);
    }

    @Test
    void enrol_serverless_takesOneJobOfLessThanAnHour() {
        var runner = Fixtures.runner(egg, RunnerKind.SERVERLESS, enrolment);

        var reply = enrol(runner).json();

        assertThat(reply.path("config").path("max_builds").asInt()).isEqualTo(1);
        assertThat(reply.path("config").path("concurrent").asInt()).isEqualTo(1);
        var entity = entity(reply.path("gitlab").path("runner_id").asLong());
        assertThat(entity.maximumTimeout()).contains(Duration.ofMinutes(58));
    }

    @Test
    void enrol_again_replacesWhatWasMadeBefore() {
        var runner = Fixtures.runner(egg, RunnerKind.VM, enrolment);

        var first = enrol(runner).json();
        var second = enrol(runner).json();

        long former = first.path("gitlab").path("runner_id").asLong();
        long present = second.path("gitlab").path("runner_id").asLong();
        assertThat(api.gitlab().entities()).containsKey(present).doesNotContainKey(former);
        assertThat(heartbeat(runner, first.path("runner_token").asString(), 1, "active")
                        .status())
                .isEqualTo(401);
        assertThat(heartbeat(runner, second.path("runner_token").asString(), 1, "active")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void enrol_afterTheFirstHeartbeat_isAlreadyEnrolled() {
        var runner = Fixtures.runner(egg, RunnerKind.VM, enrolment);
        String token = enrol(runner).json().path("runner_token").asString();
        heartbeat(runner, token, 1, "active");

        var reply = enrol(runner);

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.problem()).isEqualTo("already-enrolled");
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILED", "TERMINATING"})
    void enrol_endedRunner_isGone(RunnerState state) {
        var runner = Fixtures.runner(egg, RunnerKind.VM, enrolment);
        Fixtures.move(runner.id(), state);

        var reply = enrol(runner);

        assertThat(reply.status()).isEqualTo(410);
        assertThat(reply.problem()).isEqualTo("gone");
    }

    @Test
    void enrol_gitlabDown_isUnavailableAndEnrolsNobody() {
        var runner = Fixtures.runner(egg, RunnerKind.VM, enrolment);
        api.gitlab().setDown(true);

        var reply = enrol(runner);

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isPresent();
        assertThat(Fixtures.stored(runner.id()).identity()).isEqualTo(runner.identity());
        assertThat(Fixtures.stored(runner.id()).status()).isEqualTo(runner.status());
    }

    @Test
    void enrol_always_leavesTheGenerationAlone() {
        var runner = Fixtures.runner(egg, RunnerKind.VM, enrolment);
        long before = generation();

        enrol(runner);

        assertThat(generation()).isEqualTo(before);
    }

    @Test
    void heartbeat_first_makesTheRunnerActiveAndAsksForALook() {
        var runner = Fixtures.runner(egg, RunnerKind.VM, enrolment);
        String token = enrol(runner).json().path("runner_token").asString();
        long before = generation();

        var reply = heartbeat(runner, token, 100, "active");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("desired").asString()).isEqualTo("run");
        assertThat(reply.json().path("config_version").asLong()).isEqualTo(1);
        assertThat(reply.json().path("next_in_seconds").asLong()).isBetween(1L, 30L);
        assertThat(Fixtures.stored(runner.id()).state()).isEqualTo(RunnerState.ACTIVE);
        assertThat(generation()).isEqualTo(before + 1);
        assertThat(actions(runner)).contains("runner.active");
        api.awaitCommand(new Command.ReconcileEgg(egg.name()));
    }

    @Test
    void heartbeat_pulseOnly_raisesNothingAndWritesNoAudit() {
        var runner = idle();
        long generation = generation();
        var actions = actions(runner);

        assertThat(heartbeat(runner, token(runner), 50, "idle").status()).isEqualTo(200);

        assertThat(Fixtures.stored(runner.id()).pulse().sequence()).isEqualTo(50);
        assertThat(generation()).isEqualTo(generation);
        assertThat(actions(runner)).isEqualTo(actions);
    }

    @Test
    void heartbeat_jobTakenAndEnded_movesToBusyAndBack() {
        var runner = idle();

        beat(runner, """
                {"seq":51,"egg_name":"%s","state":"busy","running_jobs":[700411],"agent_version":"19.4.0",
                 "config_version":1,"boot_phase":"done","events":["job-started",{"kind":"failure"}],"log_tail":["x"]}""");
        var busy = Fixtures.stored(runner.id());
        assertThat(busy.state()).isEqualTo(RunnerState.BUSY);
        assertThat(busy.pulse().runningJobs()).containsExactly(700411L);
        assertThat(busy.pulse().failures()).isEqualTo(1);

        heartbeat(runner, token(runner), 52, "idle");
        assertThat(Fixtures.stored(runner.id()).state()).isEqualTo(RunnerState.IDLE);
        assertThat(actions(runner)).contains("runner.busy", "runner.idle");
    }

    @Test
    void heartbeat_finished_isRememberedAndAsksForALook() {
        var runner = idle();
        long before = generation();

        heartbeat(runner, token(runner), 60, "finished");

        assertThat(Fixtures.stored(runner.id()).pulse().finished()).isTrue();
        assertThat(generation()).isEqualTo(before + 1);
        assertThat(actions(runner)).contains("runner.finished");
    }

    @Test
    void heartbeat_draining_writesThePulseOnly() {
        var runner = idle();
        Fixtures.move(runner.id(), RunnerState.DRAINING);

        var reply = heartbeat(runner, token(runner), 70, "busy");

        assertThat(reply.json().path("desired").asString()).isEqualTo("run");
        assertThat(Fixtures.stored(runner.id()).state()).isEqualTo(RunnerState.DRAINING);
        assertThat(Fixtures.stored(runner.id()).pulse().sequence()).isEqualTo(70);
    }

    @Test
    void heartbeat_sequenceNotAbove_isStale() {
        var runner = idle();
        heartbeat(runner, token(runner), 80, "idle");

        var reply = heartbeat(runner, token(runner), 80, "busy");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.problem()).isEqualTo("stale-sequence");
        assertThat(Fixtures.stored(runner.id()).state()).isEqualTo(RunnerState.IDLE);
    }

    @Test
    void heartbeat_endedRunner_isGone() {
        var runner = idle();
        Fixtures.move(runner.id(), RunnerState.FAILED, RunnerState.TERMINATING, RunnerState.TERMINATED);

        var reply = heartbeat(runner, token(runner), 90, "idle");

        assertThat(reply.status()).isEqualTo(410);
        assertThat(reply.problem()).isEqualTo("gone");
    }

    @Test
    void heartbeat_anotherEgg_isInvalid() {
        var runner = idle();

        assertThat(api.anonymous()
                        .with(token(runner))
                        .post(path(runner), "{\"seq\":95,\"egg_name\":\"other\",\"state\":\"idle\"}")
                        .status())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"egg_name\":\"web\",\"state\":\"idle\"}",
                "{\"seq\":0,\"egg_name\":\"web\",\"state\":\"idle\"}",
                "{\"seq\":1,\"state\":\"idle\"}",
                "{\"seq\":1,\"egg_name\":\"web\",\"state\":\"happy\"}",
                "{\"seq\":1,\"egg_name\":\"web\",\"state\":\"idle\",\"running_jobs\":[0]}",
                "{\"seq\":1,\"egg_name\":\"web\",\"state\":\"idle\",\"running_jobs\":[null]}"
            })
    void heartbeat_brokenRule_isInvalid(String body) {
        var runner = idle();

        assertThat(api.anonymous().with(token(runner)).post(path(runner), body).status())
                .isEqualTo(422);
    }

    @Test
    void heartbeats_atOnce_endWithTheNewest() throws Exception {
        var runner = idle();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> replies = IntStream.rangeClosed(1, 8)
                    .mapToObj(i -> threads.submit(() ->
                            heartbeat(runner, token(runner), 100 + i, "idle").status()))
                    .toList();
            for (var reply : replies) {
                assertThat(reply.get()).isIn(200, 409, 503);
            }
        }
        heartbeat(runner, token(runner), 200, "idle");

        assertThat(Fixtures.stored(runner.id()).pulse().sequence()).isEqualTo(200);
    }

    private NewGitLabRunner entity(long id) {
        return Optional.ofNullable(api.gitlab().entities().get(id)).orElseThrow();
    }

    private Runner idle() {
        var runner = Fixtures.runner(egg, RunnerKind.VM, enrolment);
        tokens.put(
                runner.id().value(), enrol(runner).json().path("runner_token").asString());
        heartbeat(runner, token(runner), 1, "active");
        heartbeat(runner, token(runner), 2, "idle");
        assertThat(Fixtures.stored(runner.id()).state()).isEqualTo(RunnerState.IDLE);
        return runner;
    }

    private String token(Runner runner) {
        return tokens.getOrDefault(runner.id().value(), "");
    }

    private ApiClient.Reply enrol(Runner runner) {
        return api.anonymous()
                .with(enrolment)
                .post("/runners/" + runner.id() + "/enroll", "{\"os_arch\":\"linux-amd64\",\"boot_phase\":\"start\"}");
    }

    private void beat(Runner runner, String template) {
        assertThat(api.anonymous()
                        .with(token(runner))
                        .post(path(runner), template.formatted(egg.name()))
                        .status())
                .isEqualTo(200);
    }

    private ApiClient.Reply heartbeat(Runner runner, String token, long sequence, String state) {
        String body = "{\"seq\":%d,\"egg_name\":\"%s\",\"state\":\"%s\"}".formatted(sequence, egg.name(), state);
        return api.anonymous().with(token).post(path(runner), body);
    }

    private static String path(Runner runner) {
        return "/runners/" + runner.id() + "/heartbeat";
    }

    private long generation() {
        return api.storage().eggs().find(egg.name()).orElseThrow().generation();
    }

    private List<String> actions(Runner runner) {
        return api.storage().audit().ofResource("runner/" + runner.id(), PageRequest.first(50)).items().stream()
                .map(AuditEntry::action)
                .toList();
    }
}
