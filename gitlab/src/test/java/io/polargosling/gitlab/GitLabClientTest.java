package io.polargosling.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.JobFilter;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabJob;
import io.polargosling.domain.gitlab.NewGitLabRunner;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitLabClientTest {

    private static final NewGitLabRunner RUNNER = new NewGitLabRunner(
            new TargetScope.Project(815),
            "web-1",
            new JobFilter(Set.of("linux", "docker"), false, true),
            Optional.of(Duration.ofHours(1)));

    private final StubServer server = new StubServer();
    private final GitLab gitlab = GitLabClient.open();

    @AfterEach
    void stop() {
        server.close();
    }

    private static String job(long id, String status, String createdAt, String runner) {
        return """
                {"id":%d,"status":"%s","stage":"test","name":"unit","created_at":"%s","tag_list":["b","a"],
                 "runner":%s,"pipeline":{"id":1},"user":{"id":2},"failure_reason":null}""".formatted(id, status, createdAt, runner);
    }

    private List<CiJob> open() {
        return gitlab.jobs().open(server.access(), 815, Optional.empty(), 5).jobs().stream()
                .map(GitLabJob::demand)
                .toList();
    }

    @Test
    void openJobs_severalPages_followsTheLinkAndPutsTheOldestFirst() {
        String link = "<http://HOST/api/v4/projects/815/jobs?cursor=a%2Bb&per_page=100>; rel=\"next\","
                + " <http://HOST/first>; rel=\"first\"";
        server.reply(
                200,
                Map.of("Link", link),
                "[" + job(12, "pending", "2026-02-03T10:00:02.500Z", "null") + ","
                        + job(11, "running", "2026-02-03T10:00:01.000Z", "{\"id\":7,\"tag_list\":[]}") + "]");
        server.reply(200, "[" + job(10, "pending", "2026-02-03T12:00:00.000+02:00", "null") + "]");

        var jobs = open();

        assertThat(jobs).extracting(CiJob::id).containsExactly(10L, 11L, 12L);
        assertThat(jobs.get(1))
                .isEqualTo(new CiJob(
                        server.access().server(),
                        815,
                        11,
                        Set.of("a", "b"),
                        true,
                        true,
                        Instant.parse("2026-02-03T10:00:01Z"),
                        OptionalLong.of(7),
                        Optional.empty()));
        assertThat(jobs.getFirst().running()).isFalse();
        assertThat(jobs.getFirst().runnerId()).isEmpty();
        var first = server.taken();
        assertThat(first.token()).isEqualTo(StubServer.TOKEN);
        assertThat(first.target())
                .isEqualTo("/api/v4/projects/815/jobs?scope%5B%5D=pending&scope%5B%5D=running"
                        + "&pagination=keyset&order_by=id&sort=desc&per_page=100");
        assertThat(server.taken().target())
                .as("the link, as it was sent")
                .isEqualTo("/api/v4/projects/815/jobs?cursor=a%2Bb&per_page=100");
    }

    @Test
    void open_morePagesThanAsked_tellsWhereToGoOn() {
        server.reply(
                200,
                Map.of("Link", "<http://HOST/api/v4/p?cursor=1>; rel=\"next\""),
                "[" + job(12, "pending", "2026-02-03T10:00:02Z", "null") + "]");
        server.reply(200, "[" + job(11, "pending", "2026-02-03T10:00:01Z", "null") + "]");

        var newest = gitlab.jobs().open(server.access(), 815, Optional.empty(), 1);
        var oldest = gitlab.jobs().open(server.access(), 815, newest.next(), 1);

        assertThat(newest.jobs()).extracting(job -> job.id().number()).containsExactly(12L);
        assertThat(oldest.jobs()).extracting(job -> job.id().number()).containsExactly(11L);
        assertThat(oldest.next()).isEmpty();
        server.taken();
        assertThat(server.taken().target()).isEqualTo("/api/v4/p?cursor=1");
    }

    @Test
    void openJobs_linkToAnotherHost_isNotFollowed() {
        server.reply(200, Map.of("Link", "<https://elsewhere.test/p>; rel=\"next\""), "[]");

        assertThatExceptionOfType(InternalException.class)
                .isThrownBy(() -> open())
                .withMessageContaining("another host");
    }

    @Test
    void openJobs_redirect_isNotFollowed() {
        server.reply(302, Map.of("Location", "http://HOST/elsewhere"), "");

        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> open())
                .withMessageContaining("302");
    }

    @Test
    void openJobs_projectNotThere_isInvalid() {
        server.reply(404, "{\"message\":\"404 Project Not Found\"}");

        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> open())
                .withMessageContaining("listing open jobs of project 815: GitLab answered 404");
    }

    @Test
    void createRunner_ofAProject_sendsAllAndIsLocked() {
        server.reply(201, "{\"id\":9171,\"token\":\"glrt-Zq7\",\"token_expires_at\":null}");

        var created = gitlab.runners().createRunner(server.access(), RUNNER);

        assertThat(created.id()).isEqualTo(9171);
        assertThat(created.token()).isEqualTo(SecretValue.of("glrt-Zq7"));
        var request = server.taken();
        assertThat(request.method() + " " + request.target()).isEqualTo("POST /api/v4/user/runners");
        assertThat(request.json().toString())
                .isEqualTo("{\"runner_type\":\"project_type\",\"project_id\":815,\"locked\":true,"
                        + "\"description\":\"web-1\",\"tag_list\":\"docker,linux\","
                        + "\"maintenance_note\":\"made by Polar Gosling for its runner web-1\",\"run_untagged\":false,"
                        + "\"access_level\":\"ref_protected\",\"maximum_timeout\":3600}");
    }

    @Test
    void createRunner_ofAGroup_leavesOutWhatIsNotGiven() {
        server.reply(201, "{\"id\":1,\"token\":\"glrt-Zq7\"}");

        gitlab.runners()
                .createRunner(
                        server.access(),
                        new NewGitLabRunner(
                                new TargetScope.Group(77),
                                "g-1",
                                new JobFilter(Set.of(), true, false),
                                Optional.empty()));

        assertThat(server.taken().json().toString())
                .isEqualTo("{\"runner_type\":\"group_type\",\"group_id\":77,\"description\":\"g-1\",\"tag_list\":\"\","
                        + "\"maintenance_note\":\"made by Polar Gosling for its runner g-1\",\"run_untagged\":true,"
                        + "\"access_level\":\"not_protected\"}");
    }

    @Test
    void createRunner_valuesRefused_saysWhatGitLabSays() {
        server.reply(400, "{\"message\":{\"tags_list\":[\"can not be empty\"]}}");

        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> gitlab.runners().createRunner(server.access(), RUNNER))
                .withMessageStartingWith("creating runner web-1 for project 815: GitLab answered 400")
                .withMessageContaining("can not be empty");
    }

    @Test
    void setPaused_runnerThere_sendsIt() {
        server.reply(200, "{\"id\":7,\"paused\":true}");

        gitlab.runners().setPaused(server.access(), 7, true);

        var request = server.taken();
        assertThat(request.method() + " " + request.target()).isEqualTo("PUT /api/v4/runners/7");
        assertThat(request.body()).isEqualTo("{\"paused\":true}");
    }

    @Test
    void setPaused_runnerGone_isNotFound() {
        server.reply(404, "{}");

        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> gitlab.runners().setPaused(server.access(), 7, false))
                .withMessageStartingWith("resuming runner 7: ");
    }

    @Test
    void runningJobs_someAndNone_areTheIds() {
        server.reply(200, "[{\"id\":5,\"status\":\"running\"},{\"id\":6,\"status\":\"running\"}]");
        server.reply(200, "[]");
        server.reply(404, "{}");

        assertThat(gitlab.runners().runningJobs(server.access(), 7)).containsExactly(5L, 6L);
        assertThat(gitlab.runners().runningJobs(server.access(), 7)).isEmpty();
        assertThat(gitlab.runners().runningJobs(server.access(), 7))
                .as("no such runner")
                .isEmpty();
        assertThat(server.taken().target()).isEqualTo("/api/v4/runners/7/jobs?status=running&per_page=100&page=1");
    }

    @Test
    void deleteRunner_thereOrGone_isDone() {
        server.reply(204, "");
        server.reply(404, "{}");

        assertThatCode(() -> gitlab.runners().deleteRunner(server.access(), 7)).doesNotThrowAnyException();
        assertThatCode(() -> gitlab.runners().deleteRunner(server.access(), 7)).doesNotThrowAnyException();
        assertThat(server.taken().method()).isEqualTo("DELETE");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void anyCall_tokenRefused_isInvalidAndSaysWhatIsExpected(int status) {
        server.reply(status, "{\"message\":\"" + StubServer.TOKEN + "\"}");

        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> gitlab.runners().deleteRunner(server.access(), 7))
                .withMessageContaining("GitLab answered " + status + " (expected: a token")
                .withMessageNotContaining("Zq7");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503})
    void anyCall_notNow_isUnavailableWithItsWait(int status) {
        server.reply(status, Map.of("Retry-After", "17"), "busy");

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> gitlab.runners().deleteRunner(server.access(), 7))
                .withMessage("deleting runner 7: GitLab answered " + status + ", Retry-After: 17 s");
    }

    @Test
    void anyCall_nobodyThere_isUnavailable() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
        var access = new GitLabAccess(GitLabServer.of("127.0.0.1:" + port), SecretValue.of(StubServer.TOKEN));

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> gitlab.jobs().open(access, 815, Optional.empty(), 5))
                .withMessageContaining("no answer from 127.0.0.1:" + port);
    }

    @Test
    void anyCall_answerTooLate_isUnavailable() throws IOException {
        // A socket that takes connections and never answers.
        try (var silent = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var access = new GitLabAccess(
                    GitLabServer.of("127.0.0.1:" + silent.getLocalPort()), SecretValue.of(StubServer.TOKEN));
            var impatient = GitLabClient.open(GitLabClient.Options.defaults()
                    .withTimeouts(new GitLabClient.Timeouts(
                            Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofMillis(100))));

            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> impatient.runners().runningJobs(access, 7));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Zq7</html>", "{}", "[{\"id\":\"Zq7\"}]", "[{}]", "null", ""})
    void anyCall_strangeAnswer_isOurFaultAndQuotesNothing(String body) {
        server.reply(200, body);

        var thrown = catchThrowable(() -> open());

        assertThat(thrown).isInstanceOf(GoslingException.class).isInstanceOf(InternalException.class);
        for (var at = thrown; at != null; at = at.getCause()) {
            assertThat(at.toString()).doesNotContain("Zq7");
        }
    }
}
