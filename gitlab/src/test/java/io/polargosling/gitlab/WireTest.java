package io.polargosling.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.JobFilter;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabHook;
import io.polargosling.domain.gitlab.HookSecret;
import io.polargosling.domain.gitlab.HookTrigger;
import io.polargosling.domain.gitlab.NewGitLabRunner;
import io.polargosling.domain.gitlab.WantedHook;
import io.polargosling.domain.gitlab.WantedSchedule;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretValue;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Addresses, bodies and answers as GitLab's documentation has them. */
class WireTest {

    private static final TargetScope PROJECT = new TargetScope.Project(815);
    private static final TargetScope GROUP = new TargetScope.Group(77);
    private static final String HOOK = """
            {"id":301,"url":"https://mg.test/{secret}/x y","push_events":true,"push_events_branch_filter":"",
             "branch_filter_strategy":"wildcard","job_events":true,"issues_events":false,
             "repository_update_events":null,"enable_ssl_verification":true,"token_present":true,
             "signing_token_present":false,"alert_status":"temporarily_disabled",
             "disabled_until":"2026-03-01T10:01:00.000Z","custom_webhook_template":null,"custom_headers":[]}""";

    private final StubServer server = new StubServer();
    private final GitLab gitlab = GitLabClient.open(new VirtualTime().options());

    @AfterEach
    void stop() {
        server.close();
    }

    private static WantedHook wanted(String secret) {
        return new WantedHook(
                URI.create("https://mg.test/webhooks/gitlab"), HookSecret.of(SecretValue.of(secret)), true);
    }

    @Test
    void hook_created_setsEveryEventAndNoTemplate() {
        server.reply(201, HOOK);

        gitlab.hooks().create(server.access(), PROJECT, wanted("plain"));

        var request = server.taken();
        assertThat(request.line()).isEqualTo("POST /api/v4/projects/815/hooks");
        assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/json");
        var body = request.json();
        assertThat(body.path("url").asString("")).isEqualTo("https://mg.test/webhooks/gitlab");
        assertThat(body.path("token").asString("")).isEqualTo("plain");
        assertThat(body.path("signing_token").isNull()).isTrue();
        assertThat(body.path("enable_ssl_verification").asBoolean()).isTrue();
        assertThat(body.path("custom_webhook_template").asString("-")).isEmpty();
        assertThat(body.properties().stream()
                        .filter(field -> field.getKey().endsWith("_events"))
                        .filter(field -> field.getValue().asBoolean())
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "push_events", "tag_push_events", "merge_requests_events", "pipeline_events", "job_events");
        assertThat(body.path("issues_events").isBoolean()).isTrue();
        assertThat(body.has("member_events")).isFalse();
    }

    @Test
    void groupHook_changed_sendsItsSecretAndGroupEvents() {
        server.reply(200, HOOK);

        gitlab.hooks().update(server.access(), GROUP, 301, wanted("whsec_AAEC"));

        var request = server.taken();
        assertThat(request.line()).isEqualTo("PUT /api/v4/groups/77/hooks/301");
        assertThat(request.json().path("signing_token").asString("")).isEqualTo("whsec_AAEC");
        assertThat(request.json().path("token").isNull()).isTrue();
        assertThat(request.json().path("project_events").asBoolean()).isTrue();
        assertThat(request.json().path("subgroup_events").asBoolean()).isTrue();
        assertThat(request.json().path("member_events").asBoolean(true)).isFalse();
    }

    @Test
    void hooks_foreignAndOdd_areReadAllTheSame() {
        server.reply(200, "[" + HOOK + "]");

        assertThat(gitlab.hooks().list(server.access(), PROJECT))
                .singleElement()
                .satisfies(hook -> {
                    assertThat(hook.url()).isEqualTo("https://mg.test/{secret}/x y");
                    assertThat(hook.shape().events())
                            .isEqualTo(Map.of("push_events", true, "job_events", true, "issues_events", false));
                    assertThat(hook.shape().customised()).isFalse();
                    assertThat(hook.health().status()).isEqualTo(GitLabHook.AlertStatus.TEMPORARILY_DISABLED);
                    assertThat(hook.health().disabledUntil()).isPresent();
                    assertThat(hook.tokenPresent()).isTrue();
                });
        assertThat(server.taken().line()).isEqualTo("GET /api/v4/projects/815/hooks?per_page=100&page=1");
    }

    @Test
    void hook_tested_namesTheTrigger() {
        server.reply(201, "{\"message\":\"201 Created\"}");

        assertThat(gitlab.hooks().test(server.access(), PROJECT, 301, HookTrigger.JOB_EVENTS))
                .isTrue();

        assertThat(server.taken().line()).isEqualTo("POST /api/v4/projects/815/hooks/301/test/job_events");
    }

    @Test
    void groupProjects_askForAllBelowAndFollowNumberedPages() {
        String project = "{\"id\":%d,\"path_with_namespace\":\"a/b\",\"namespace\":{\"id\":77,\"full_path\":\"a\"}}";
        server.reply(200, Map.of("X-Next-Page", "2"), "[" + project.formatted(1) + "]");
        server.reply(200, Map.of("X-Next-Page", ""), "[" + project.formatted(2) + "]");

        var found = gitlab.projects().ofGroup(server.access(), 77);

        assertThat(found).hasSize(2);
        String list = "GET /api/v4/groups/77/projects?include_subgroups=true&with_shared=false&archived=false"
                + "&simple=true&order_by=id&sort=asc&per_page=100&page=";
        assertThat(server.taken().line()).isEqualTo(list + 1);
        assertThat(server.taken().line()).isEqualTo(list + 2);
    }

    @Test
    void schedule_created_isSentWithItsVariablesAfterwards() {
        server.reply(
                201,
                "{\"id\":13,\"description\":\"d\",\"ref\":\"refs/heads/main\",\"cron\":\"0 1 * * *\","
                        + "\"cron_timezone\":\"UTC\",\"active\":true,\"next_run_at\":\"2026-03-02T01:00:00.000Z\","
                        + "\"owner\":{\"id\":41}}");
        server.reply(201, "{\"key\":\"A/B\",\"value\":\"1\"}");

        var made = gitlab.schedules()
                .create(
                        server.access(),
                        815,
                        new WantedSchedule("d", "refs/heads/main", "0 1 * * *", "UTC", true, Map.of("A", "1")));

        assertThat(made.ownerId()).hasValue(41);
        assertThat(made.nextRunAt()).isPresent();
        assertThat(made.is().variables()).isEqualTo(Map.of("A", "1"));
        var request = server.taken();
        assertThat(request.line()).isEqualTo("POST /api/v4/projects/815/pipeline_schedules");
        assertThat(request.json().toString())
                .isEqualTo("{\"description\":\"d\",\"ref\":\"refs/heads/main\",\"cron\":\"0 1 * * *\","
                        + "\"cron_timezone\":\"UTC\",\"active\":true}");
        assertThat(server.taken().line()).isEqualTo("POST /api/v4/projects/815/pipeline_schedules/13/variables");
    }

    @Test
    void manager_deleted_provesItselfByTheRunnersTokenOnly() {
        server.reply(204, "");

        gitlab.runners().deleteManager(server.access().server(), SecretValue.of("glrt-Zq7"), "s_1");

        var request = server.taken();
        assertThat(request.line()).isEqualTo("DELETE /api/v4/runners/managers");
        assertThat(request.headers().containsKey("PRIVATE-TOKEN")).isFalse();
        assertThat(request.json().path("token").asString("")).isEqualTo("glrt-Zq7");
        assertThat(request.json().path("system_id").asString("")).isEqualTo("s_1");
    }

    @Test
    void job_thatDoesNotWaitYet_isNone() {
        server.reply(200, "{\"id\":5,\"status\":\"manual\",\"created_at\":\"2026-02-03T10:00:00Z\"}");

        assertThat(gitlab.jobs().find(server.access(), 815, 5)).isEmpty();

        assertThat(server.taken().line()).isEqualTo("GET /api/v4/projects/815/jobs/5");
    }

    @Test
    void job_started_hasWaitedAsLongAsGitLabSays() {
        server.reply(
                200,
                "{\"id\":5,\"status\":\"running\",\"created_at\":\"2026-02-03T10:00:00Z\","
                        + "\"started_at\":\"2026-02-03T11:00:00Z\",\"queued_duration\":2.5,\"ref\":\"main\"}");

        assertThat(gitlab.jobs().find(server.access(), 815, 5))
                .hasValueSatisfying(
                        job -> assertThat(job.progress().pendingSince()).isEqualTo("2026-02-03T10:59:57.500Z"));
    }

    @Test
    void server_thatCannotBeCalled_isInvalid() {
        var access = new GitLabAccess(GitLabServer.of("127.1"), SecretValue.of("glpat-Zq7"));

        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> gitlab.projects().version(access))
                .withMessageContaining("\"127.1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://HOST/ x", "https://HOST/api/v4/x", "//elsewhere.test/api/v4/x"})
    void list_nextPageSomewhereElse_isNotFollowed(String link) {
        server.reply(200, Map.of("Link", "<" + link + ">; rel=\"next\""), "[]");

        assertThatExceptionOfType(InternalException.class)
                .isThrownBy(() -> gitlab.hooks().list(server.access(), PROJECT));
        assertThat(server.waiting()).isEqualTo(1);
    }

    @Test
    void calls_withEverythingLogged_showNoSecret() {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var before = root.getLevel();
        var seen = new ListAppender<ILoggingEvent>();
        seen.start();
        root.addAppender(seen);
        root.setLevel(Level.TRACE);
        try {
            server.reply(201, "{\"id\":1,\"token\":\"glrt-Zq7\"}");
            gitlab.runners()
                    .createRunner(
                            server.access(),
                            new NewGitLabRunner(
                                    PROJECT, "web-1", new JobFilter(Set.of("a"), false, false), Optional.empty()));
            server.reply(201, HOOK);
            gitlab.hooks().create(server.access(), PROJECT, wanted("hook-Zq7"));
        } finally {
            root.setLevel(before);
            root.detachAppender(seen);
        }
        assertThat(seen.list).as("what is logged at all").isNotEmpty();
        assertThat(seen.list).noneMatch(event -> event.getFormattedMessage().contains("Zq7"));
    }
}
