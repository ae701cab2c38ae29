package io.polargosling.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OrderCommandsTest {

    private static final String QUEUED = "{\"operation_id\":\"op-1\",\"status\":\"queued\"}";
    private static final String DONE = "{\"operation_id\":\"op-1\",\"status\":\"succeeded\",\"result\":{\"revision\":4,"
            + "\"generation\":9,\"changes\":{\"add\":2,\"remove\":1},\"preview\":{\"actions\":[{\"action\":\"create\","
            + "\"kind\":\"vm\",\"cloud_provider\":\"local\",\"region\":null,\"runner\":null,\"reason\":\"jobs-waiting\"}]}}}";
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private final StubControlPlane api = new StubControlPlane();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void deploy_plainly_isQueued() {
        api.on("POST /eggs/web/deploy", 202, QUEUED);

        assertThat(api.run("deploy", "web")).isEqualTo(new Gosling(0, "deploy of web queued, operation op-1\n", ""));
        assertThat(json(api.bodies().getFirst()))
                .isEqualTo(json("{\"dry_run\":false,\"replace_idle\":false,\"prewarm\":false,\"unpin\":false}"));
    }

    @Test
    void deploy_everyWish_isSent() {
        api.on("POST /eggs/web/deploy", 202, QUEUED);

        var result = api.run("deploy", "--egg", "web", "--commit", COMMIT, "--replace-idle", "--prewarm", "--unpin");

        assertThat(result.code()).isZero();
        assertThat(json(api.bodies().getFirst()))
                .isEqualTo(json("{\"commit\":\"" + COMMIT + "\",\"dry_run\":false,\"replace_idle\":true,"
                        + "\"prewarm\":true,\"unpin\":true}"));
    }

    @Test
    void deploy_dryRun_showsWhatWouldChange() {
        api.on("POST /eggs/web/deploy", 202, QUEUED).on("GET /operations/op-1", 200, DONE);

        var plain = api.run("deploy", "web", "--dry-run");
        var detailed = api.run("deploy", "web", "--dry-run", "--detailed-exitcode", "--output", "json");

        assertThat(plain).isEqualTo(new Gosling(0, """
                dry run of deploy of web: 2 to add, 1 to remove (nothing was changed)
                  create vm at local: jobs-waiting
                """, ""));
        assertThat(detailed.code()).isEqualTo(10);
        assertThat(json(detailed.out()).propertyNames())
                .containsExactly("command", "ok", "result", "findings", "error");
        assertThat(json(detailed.out()).path("command").asString()).isEqualTo("deploy");
        assertThat(json(detailed.out())
                        .path("result")
                        .path(0)
                        .path("operation_id")
                        .asString())
                .isEqualTo("op-1");
    }

    @Test
    void deploy_waited_endsWhenALookHasSeenIt() {
        api.on("POST /eggs/web/deploy", 202, QUEUED)
                .on("GET /operations/op-1", 200, DONE)
                .on("GET /eggs/web/status", 200, "{\"generation_seen\":8}")
                .on(
                        "GET /eggs/web/status",
                        200,
                        "{\"generation_seen\":9,\"latest_plan\":{\"id\":\"p-1\",\"status\":\"applied\"}}");

        assertThat(api.run("deploy", "web", "--wait"))
                .isEqualTo(new Gosling(0, "deploy of web succeeded: revision 4, latest plan p-1 applied\n", ""));
    }

    @Test
    void deploy_all_goesOnPastOneThatIsRefused() {
        api.on(
                        "GET /eggs?limit=500",
                        200,
                        "{\"items\":[{\"name\":\"web\",\"state\":\"active\"},{\"name\":\"old\",\"state\":\"removed\"},"
                                + "{\"name\":\"shop\",\"state\":\"degraded\"}],\"next_cursor\":null}")
                .on("POST /eggs/web/deploy", 409, "{\"detail\":\"held\"}")
                .on("POST /eggs/shop/deploy", 202, QUEUED);

        var result = api.run("deploy", "--all");

        assertThat(result)
                .isEqualTo(new Gosling(
                        6,
                        "deploy of shop queued, operation op-1\n",
                        "gosling: the control plane refused: held (HTTP 409)\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pinned: held|6",
                "commit-superseded: x|6",
                "not-found: x|5",
                "capacity-exhausted: x|6",
                "plan: quota: no more|1"
            })
    void deploy_operationFailed_endsWithItsKind(String problem, int code) {
        api.on("POST /eggs/web/deploy", 202, QUEUED)
                .on(
                        "GET /operations/op-1",
                        200,
                        "{\"operation_id\":\"op-1\",\"status\":\"failed\",\"problem\":\"" + problem + "\"}");

        assertThat(api.run("deploy", "web", "--wait"))
                .isEqualTo(new Gosling(code, "", "gosling: deploy of web failed: " + problem + "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deploy",
                "deploy web --all",
                "deploy web --commit main",
                "deploy web --detailed-exitcode",
                "deploy WEB!",
                "rollback",
                "rollback web --egg shop",
                "rollback web --to yesterday",
                "why",
                "why nonsense",
                "why https://host/a/b/-/pipelines/5",
                "plan a b",
                "status web --all",
                "status --watch --output json",
                "list",
                "list things"
            })
    void command_usedWrongly_saysSoAndCallsNobody(String line) {
        assertThat(api.run((Object[]) line.split(" ")).code()).isEqualTo(2);
        assertThat(api.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy web", "rollback web --yes", "plan web", "status web", "list eggs"})
    void command_nobodyNamed_saysWhatIsMissing(String line) {
        var result = Gosling.run((Object[]) line.split(" "));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("missing: --api-url URL, or GOSLING_API_URL");
    }

    @Test
    void rollback_confirmed_isQueuedWithItsTarget() {
        api.on("POST /eggs/web/rollback", 202, QUEUED);

        assertThat(api.run("rollback", "web", "--to", "3", "--yes"))
                .isEqualTo(new Gosling(0, "rollback of web queued, operation op-1\n", ""));
        assertThat(json(api.bodies().getFirst())).isEqualTo(json("{\"dry_run\":false,\"to\":\"3\"}"));
    }

    @Test
    void rollback_notConfirmed_showsBothSidesAndDoesNothing() {
        api.on("GET /eggs/web", 200, "{\"revision\":5,\"git_commit\":\"abc\"}");

        var result = api.run("rollback", "web", "--no-input");

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.err()).contains("from: revision 5, commit abc").contains("--yes");
        assertThat(api.calls()).containsExactly("GET /eggs/web");
    }

    @Test
    void rollback_dryRun_needsNoConfirmation() {
        api.on("POST /eggs/web/rollback", 202, QUEUED).on("GET /operations/op-1", 200, DONE);

        assertThat(api.run("rollback", "web", "--dry-run").out()).startsWith("dry run of rollback of web: 2 to add");
    }

    @Test
    void rollback_nothingThere_endsWithItsStatus() {
        api.on("POST /eggs/web/rollback", 409, "{\"detail\":\"nothing\"}");

        assertThat(api.run("rollback", "web", "--yes").code()).isEqualTo(6);
        assertThat(api.run("rollback", "shop", "--yes").code()).isEqualTo(5);
    }

    @Test
    void why_pending_tellsTheStoryAndTheOneReason() {
        api.on(
                "GET /why?url=https%3A%2F%2Fhost%2Fa%2Fb%2F-%2Fjobs%2F7",
                200,
                "{\"job\":{\"job_id\":7,\"name\":\"build\",\"status\":\"pending\"},\"egg_name\":\"web\",\"blocking\":{"
                        + "\"code\":\"no-capacity\",\"sentence\":\"No room.\"},\"timeline\":[{\"at\":\"2026-03-01T12:00:00Z\","
                        + "\"event\":\"job.pending\",\"details\":{}},{\"at\":\"2026-03-01T12:00:05Z\",\"event\":"
                        + "\"reason.no-capacity\",\"details\":{\"zone\":\"a\"}}]}");

        assertThat(api.run("why", "https://host/a/b/-/jobs/7")).isEqualTo(new Gosling(0, """
                        job 7 (build) is pending, of egg web
                          2026-03-01T12:00:00Z  job.pending
                          2026-03-01T12:00:05Z  reason.no-capacity zone=a
                        waits because: no-capacity
                          No room.
                        """, ""));
        assertThat(api.run("why", "https://host/a/b/-/jobs/8").code()).isEqualTo(5);
    }

    @Test
    void plan_ofOneAndOfAll_showsWhatWouldBeDone() {
        api.on(
                        "GET /eggs/web/preview",
                        200,
                        "{\"egg_name\":\"web\",\"revision\":2,\"demand\":{\"pending\":1,\"running\":0},\"fleet\":[],"
                                + "\"actions\":[{\"action\":\"drain\",\"runner\":\"abcdefghijkl\",\"reason\":\"rollback\"}],"
                                + "\"notes\":[\"no-capacity: full\"]}")
                .on("GET /eggs?limit=500", 200, "{\"items\":[{\"name\":\"web\"}],\"next_cursor\":null}");

        assertThat(api.run("plan", "web").out()).isEqualTo("""
                egg web, revision 2: 1 jobs wait, 0 run, 0 runners
                  drain abcdefghijkl: rollback
                  note: no-capacity: full
                """);
        assertThat(api.run("plan", "--detailed-exitcode").code()).isEqualTo(10);
    }

    @Test
    void status_ofAnEgg_showsRunnersPoolsDemandAndPlan() {
        api.on(
                "GET /eggs/web/status",
                200,
                "{\"egg_name\":\"web\",\"state\":\"degraded\",\"reason\":\"quota\",\"demand\":{\"pending\":3,\"running\":1},"
                        + "\"pools\":{\"apex\":{\"used\":1,\"maximum\":4}},\"active_runners\":[{\"id\":\"abcdefghijkl\","
                        + "\"type\":\"apex\",\"lifecycle\":\"busy\",\"cloud_provider\":\"local\",\"region\":null,"
                        + "\"last_heartbeat\":\"2026-03-01T12:00:00Z\"}],\"latest_plan\":{\"id\":\"p-1\",\"status\":"
                        + "\"applied\",\"revision\":2}}");

        var out = api.run("status", "web").out();

        assertThat(out)
                .contains("egg web: degraded (quota)")
                .contains("jobs: 3 wait, 1 run")
                .contains("pool apex: 1 of 4")
                .containsPattern("runner abcdefghijkl apex +busy +local - heartbeat 2026-03-01T12:00:00Z")
                .contains("plan p-1 applied, revision 2");
    }

    @Test
    void list_pages_areReadToTheEnd() {
        api.on(
                        "GET /runners?limit=500",
                        200,
                        "{\"items\":[{\"id\":\"a\",\"cloud\":{\"zone\":\"x\"}}],\"next_cursor\":\"c 1\"}")
                .on("GET /runners?limit=500&cursor=c+1", 200, "{\"items\":[{\"id\":\"b\"}],\"next_cursor\":null}");

        assertThat(api.run("list", "runners").out()).isEqualTo("a\nb\n");
        assertThat(api.run("list", "runners", "--field", "cloud.zone").out()).isEqualTo("x\n\n");
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
