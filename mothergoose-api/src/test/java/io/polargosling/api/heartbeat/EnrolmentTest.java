package io.polargosling.api.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.ApiClient;
import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.problem.StandingFinding;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.token.TokenHash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrolmentTest {

    private final RunningApi api = RunningApi.get();
    private final Fixtures.StoredEgg egg = Fixtures.egg("enrolment");
    private final String enrolment = TokenHash.newToken();

    @AfterEach
    void gitlabIsBack() {
        api.gitlab().setDown(false);
        api.gitlab().setLosesAnswers(false);
    }

    @Test
    void enrol_runnerOfABucket_isMadeForItsRepo() {
        var repos = Fixtures.bucket("bucket", 3);
        var bucket = repos.getFirst().name();
        api.secrets().write(apiToken(bucket), SecretValue.of("glpat-bucket"));
        var runner = Fixtures.runner(bucket, Optional.of("repo-1"), RunnerKind.VM, enrolment);

        var reply = enrol(runner, "{}");

        assertThat(reply.status()).isEqualTo(200);
        long entity = reply.json().path("gitlab").path("runner_id").asLong();
        assertThat(api.gitlab().entities().get(entity))
                .satisfies(made -> assertThat(made.scope())
                        .isEqualTo(new TargetScope.Project(repos.get(1).projectId())));
    }

    @Test
    void enrol_afterTheBootDeadline_isGoneAndMakesNothing() {
        var runner = booting(Instant.now().minusSeconds(1));
        int before = api.gitlab().entities().size();

        var reply = enrol(runner, "{}");

        assertThat(reply.status()).isEqualTo(410);
        assertThat(api.gitlab().entities()).hasSize(before);
        assertThat(Fixtures.stored(runner.id()).identity().runnerHash()).isEmpty();
    }

    @Test
    void enrol_beforeTheBootDeadline_isGranted() {
        var runner = booting(Instant.now().plusSeconds(60));

        assertThat(enrol(runner, "{}").status()).isEqualTo(200);
    }

    @Test
    void enrol_forgedToken_isToldFromASpentOne() {
        var runner = Fixtures.runner(egg, RunnerKind.VM, enrolment);
        var first = enrol(runner, "{}");
        assertThat(beat(runner, first, 1, "active", "").status()).isEqualTo(200);

        assertThat(enrol(runner, "{}").status()).isEqualTo(409);
        assertThat(api.anonymous()
                        .with(TokenHash.newToken())
                        .post("/runners/" + runner.id() + "/enroll", "{}")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void enrol_answerOfGitLabLost_isTriedAgainAndHasOneEntityOnItsRow() {
        var runner = Fixtures.runner(egg, RunnerKind.VM, enrolment);
        api.gitlab().setLosesAnswers(true);
        assertThat(enrol(runner, "{}").status()).isEqualTo(503);
        assertThat(Fixtures.stored(runner.id()).identity().gitlabRunnerId()).isEmpty();

        api.gitlab().setLosesAnswers(false);
        var reply = enrol(runner, "{}");

        long entity = reply.json().path("gitlab").path("runner_id").asLong();
        assertThat(Fixtures.stored(runner.id()).identity().gitlabRunnerId()).hasValue(entity);
    }

    @Test
    void enrol_gitlabDown_keepsHowFarTheMachineCame() {
        var runner = Fixtures.runner(egg, RunnerKind.VM, enrolment);
        api.gitlab().setDown(true);

        assertThat(enrol(runner, "{\"boot_phase\":\"booted\"}").status()).isEqualTo(503);

        assertThat(Fixtures.stored(runner.id()).pulse().bootPhase()).contains("booted");
    }

    @Test
    void enrol_againWhileGitLabIsDown_leavesTheFormerAnswerGood() {
        var runner = Fixtures.runner(egg, RunnerKind.VM, enrolment);
        var first = enrol(runner, "{}");
        api.gitlab().setDown(true);

        assertThat(enrol(runner, "{}").status()).isEqualTo(503);

        assertThat(entitiesOf(runner)).hasSize(1);
        assertThat(beat(runner, first, 1, "active", "").status()).isEqualTo(200);
    }

    @Test
    void enrol_manyAtOnce_oneTokenAndOneEntityRemain() throws Exception {
        var runner = Fixtures.runner(egg, RunnerKind.VM, enrolment);
        List<ApiClient.Reply> granted;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<ApiClient.Reply> call = () -> enrol(runner, "{}");
            List<Future<ApiClient.Reply>> replies = threads.invokeAll(List.of(call, call, call, call));
            granted = replies.stream()
                    .map(Future::resultNow)
                    .filter(reply -> reply.status() == 200)
                    .toList();
        }

        assertThat(granted).isNotEmpty();
        assertThat(entitiesOf(runner)).hasSize(1);
        assertThat(granted.stream()
                        .filter(reply -> beat(runner, reply, 1, "active", "").status() == 200))
                .hasSize(1);
    }

    @Test
    void enrol_tokenSecretWritten_sharesItWithoutMakingARunner() {
        var uri = SecretUri.of("local://shared/tokens/runners");
        api.secrets().write(uri, SecretValue.of("glrt-shared-1"));
        var runner = Fixtures.runner(Fixtures.sharing("shared", uri), Optional.empty(), RunnerKind.VM, enrolment);
        long entity = api.gitlab().share("glrt-shared-1");

        var reply = enrol(runner, "{}").json().path("gitlab");

        assertThat(reply.path("mode").asString()).isEqualTo("shared");
        assertThat(reply.path("token").asString()).isEqualTo("glrt-shared-1");
        assertThat(reply.path("runner_id").asLong()).isEqualTo(entity);
        assertThat(reply.path("system_id").asString()).isEqualTo("r_" + runner.id());
        var identity = Fixtures.stored(runner.id()).identity();
        assertThat(identity.sharesEntity()).isTrue();
        assertThat(identity.gitlabRunnerId()).hasValue(entity);
        assertThat(entitiesOf(runner)).isEmpty();
    }

    @Test
    void enrol_sharedTokenAgain_leavesTheEntityThere() {
        var runner = sharing("glrt-shared-2");
        long entity = api.gitlab().share("glrt-shared-2");

        enrol(runner, "{}");
        var again = enrol(runner, "{}");

        assertThat(again.json().path("gitlab").path("runner_id").asLong()).isEqualTo(entity);
    }

    @Test
    void enrol_neitherRightNorToken_leavesAFindingUntilOneEnrols() {
        api.gitlab().forbid(new TargetScope.Project(egg.projectId()));
        var runner = Fixtures.runner(egg, RunnerKind.VM, enrolment);
        long before = generation();

        assertThat(enrol(runner, "{}").status()).isEqualTo(503);
        assertThat(enrol(runner, "{}").status()).isEqualTo(503);

        assertThat(findings()).hasSize(1).first().satisfies(standing -> {
            assertThat(standing.finding().code()).isEqualTo("token");
            assertThat(standing.finding().message()).contains("403").doesNotContain("local://");
        });
        assertThat(generation()).isEqualTo(before + 1);

        api.secrets().write(runnerToken(egg.name()), SecretValue.of("glrt-shared-3"));
        api.gitlab().share("glrt-shared-3");
        assertThat(enrol(runner, "{}").status()).isEqualTo(200);
        assertThat(findings()).isEmpty();
        assertThat(generation()).isEqualTo(before + 2);
    }

    @Test
    void directive_sharedRunnerDraining_saysSoAndTakesItsWord() {
        var runner = sharing("glrt-shared-4");
        api.gitlab().share("glrt-shared-4");
        var bootstrap = enrol(runner, "{}");
        beat(runner, bootstrap, 1, "active", "");
        beat(runner, bootstrap, 2, "idle", "");
        Fixtures.move(runner.id(), RunnerState.DRAINING);

        var told = beat(runner, bootstrap, 3, "idle", "").json().path("desired").asString();
        assertThat(told).isEqualTo("drain");
        assertThat(Fixtures.stored(runner.id()).status().phase()).isEqualTo(Phase.NONE);

        beat(runner, bootstrap, 4, "draining", "");
        assertThat(Fixtures.stored(runner.id()).status().phase()).isEqualTo(Phase.PAUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"boot_phase\":\"Not A Word\"}",
                "{\"nonce\":\"a\\nb\"}",
                "{\"instance_id\":\"%s\"}",
                "{\"surprise\":1}"
            })
    void enrol_brokenRule_isInvalid(String body) {
        var runner = Fixtures.runner(egg, RunnerKind.VM, enrolment);

        assertThat(enrol(runner, body.formatted("x".repeat(129))).status()).isEqualTo(422);
    }

    @Test
    void config_unchanged_isNotSentAgain() {
        var runner = Fixtures.runner(egg, RunnerKind.VM, enrolment);
        var bootstrap = enrol(runner, "{}");
        var machine = api.anonymous().with(token(bootstrap));
        String path = "/runners/" + runner.id() + "/config";

        var first = machine.get(path);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json()).isEqualTo(bootstrap.json().path("config"));
        var tag = first.header("ETag").orElseThrow();
        assertThat(machine.get(path, "If-None-Match", tag).status()).isEqualTo(304);
        assertThat(machine.get(path, "If-None-Match", "\"other\"").status()).isEqualTo(200);
        assertThat(api.anonymous().with(enrolment).get(path).status()).isEqualTo(403);

        Fixtures.move(runner.id(), RunnerState.FAILED);
        assertThat(machine.get(path, "If-None-Match", tag).status()).isEqualTo(410);
    }

    @Test
    void heartbeat_failure_isOnRecordWithoutSecrets() {
        var runner = Fixtures.runner(egg, RunnerKind.VM, enrolment);
        var bootstrap = enrol(runner, "{}");

        beat(runner, bootstrap, 1, "active", """
                ,"boot_phase":"registered","log_tail":["no failure, so not kept"],"events":["job-started"]""");
        beat(runner, bootstrap, 2, "active", """
                ,"events":[{"kind":"failure-agent-crashed","message":"exit 1: token=abcdef0123"}],
                 "log_tail":["using glrt-t1_verysecretvalue now","read vault://ci/deploy/key","plain line"]""");

        var trouble = audit(runner).stream()
                .filter(entry -> entry.action().equals("runner.trouble"))
                .toList();
        assertThat(trouble).hasSize(1);
        var details = trouble.getFirst().details();
        assertThat(details.get("failures")).isEqualTo("failure-agent-crashed: exit 1: token=***MASKED***");
        assertThat(details.get("log_tail")).isEqualTo("using ***MASKED*** now\nread vault://***MASKED***\nplain line");
        var row = Fixtures.stored(runner.id());
        assertThat(row.pulse().failures()).isEqualTo(1);
        assertThat(row.pulse().bootPhase()).contains("registered");
    }

    @Test
    void heartbeat_logTailTooLong_isInvalid() {
        var runner = Fixtures.runner(egg, RunnerKind.VM, enrolment);
        var bootstrap = enrol(runner, "{}");
        String lines =
                String.join(",", Stream.generate(() -> "\"x\"").limit(201).toList());

        assertThat(beat(runner, bootstrap, 1, "active", ",\"events\":[\"failure\"],\"log_tail\":[" + lines + "]")
                        .status())
                .isEqualTo(422);
    }

    /** A runner of the egg, which may make no runner entities and has {@code token} to share. */
    private Runner sharing(String token) {
        api.gitlab().forbid(new TargetScope.Project(egg.projectId()));
        api.secrets().write(runnerToken(egg.name()), SecretValue.of(token));
        return Fixtures.runner(egg, RunnerKind.VM, enrolment);
    }

    private Runner booting(Instant deadline) {
        var runner = Fixtures.runner(egg, RunnerKind.VM, enrolment);
        return Fixtures.change(
                runner.id(),
                row -> row.inPhase(Phase.BOOTING).withSchedule(row.schedule().withDeadline(Optional.of(deadline))));
    }

    private static SecretUri apiToken(EggName egg) {
        return SecretUri.of("local://gitlab/" + egg + "/api-token");
    }

    private static SecretUri runnerToken(EggName egg) {
        return SecretUri.of("local://gitlab/" + egg + "/runner-token");
    }

    private List<Long> entitiesOf(Runner runner) {
        return api.gitlab().entities().entrySet().stream()
                .filter(entity ->
                        entity.getValue().description().equals(runner.id().value()))
                .map(entity -> entity.getKey())
                .toList();
    }

    private List<StandingFinding> findings() {
        return api.storage()
                .findings()
                .ofResource("egg/" + egg.name(), PageRequest.first(10))
                .items();
    }

    private List<AuditEntry> audit(Runner runner) {
        return api.storage()
                .audit()
                .ofResource("runner/" + runner.id(), PageRequest.first(50))
                .items();
    }

    private long generation() {
        return api.storage().eggs().find(egg.name()).orElseThrow().generation();
    }

    private ApiClient.Reply enrol(Runner runner, String body) {
        return api.anonymous().with(enrolment).post("/runners/" + runner.id() + "/enroll", body);
    }

    private static String token(ApiClient.Reply bootstrap) {
        return bootstrap.json().path("runner_token").asString();
    }

    private ApiClient.Reply beat(Runner runner, ApiClient.Reply bootstrap, long sequence, String state, String more) {
        String body =
                "{\"seq\":%d,\"egg_name\":\"%s\",\"state\":\"%s\"%s}".formatted(sequence, runner.egg(), state, more);
        return api.anonymous().with(token(bootstrap)).post("/runners/" + runner.id() + "/heartbeat", body);
    }
}
