package io.polargosling.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GroupTest {

    private static final String PUSH = "\"push_events\": true";
    private Receiver receiver;
    private GitLabSimulator simulator;
    private Caller caller;
    private long bakery;

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
        simulator = GitLabSimulator.start(GitLabSimulator.Options.defaults());
        simulator.createProject(5, "bakery/shop/till");
        bakery = simulator.groupId("bakery");
        simulator.setAccessToken("secret");
        caller = new Caller(simulator, "secret");
    }

    @AfterEach
    void stop() {
        simulator.close();
        receiver.close();
    }

    private String hooks() {
        return "/api/v4/groups/" + bakery + "/hooks";
    }

    private Caller.Answer hook(String fields) {
        return caller.post(hooks(), "{\"url\": \"" + receiver.url() + "\", " + fields + "}");
    }

    @Test
    void groupHook_pushInASubgroup_isSent() {
        var made = hook(PUSH).json();
        assertThat(made.path("group_id").longValue()).isEqualTo(bakery);
        assertThat(made.path("subgroup_events").booleanValue(true)).isFalse();

        simulator.sendPush(5, new PushEvent("refs/heads/main", "1".repeat(40), "2".repeat(40)));

        await().atMost(Duration.ofSeconds(10)).until(() -> receiver.got().size() == 1);
        assertThat(receiver.got().getFirst().json().path("project_id").longValue())
                .isEqualTo(5);
        assertThat(caller.get("/api/v4/projects/5/hooks").json()).isEmpty();
    }

    @Test
    void groupHook_projectComesAndGoes_isTold() {
        hook("\"project_events\": true, \"push_events\": false");

        simulator.createProject(6, "bakery/oven");
        await().atMost(Duration.ofSeconds(10)).until(() -> receiver.got().size() == 1);
        simulator.deleteProject(6);
        await().atMost(Duration.ofSeconds(10)).until(() -> receiver.got().size() == 2);

        assertThat(receiver.got())
                .extracting(got -> got.json().path("event_name").stringValue(""))
                .containsExactly("project_create", "project_destroy");
        assertThat(caller.get("/api/v4/projects/6").status()).isEqualTo(404);
    }

    @Test
    void groupHook_disabled_returnsByATest() {
        String path = hooks() + "/" + hook(PUSH).json().path("id");
        receiver.answerWith(500);
        for (int i = 0; i < 4; i++) {
            assertThat(caller.post(path + "/test/push_events", "").status()).isEqualTo(422);
        }
        assertThat(caller.get(path).json().path("alert_status").stringValue("")).isEqualTo("temporarily_disabled");

        receiver.answerWith(200);
        assertThat(caller.post(path + "/test/push_events", "").status()).isEqualTo(201);

        assertThat(caller.get(path).json().path("alert_status").stringValue("")).isEqualTo("executable");
    }

    @Test
    void groupHooks_withoutLicence_are403() {
        simulator.setGroupHooksLicensed(false);

        assertThat(caller.get(hooks()).status()).isEqualTo(403);
        assertThat(hook(PUSH).status()).isEqualTo(403);
        assertThat(caller.get("/api/v4/projects/5/hooks").status()).isEqualTo(200);
    }

    @Test
    void groupProjects_archived_areLeftOutWhenAskedFor() {
        simulator.createProject(6, "bakery/oven");
        simulator.archiveProject(6);
        String list = "/api/v4/groups/" + bakery + "/projects?include_subgroups=true";

        assertThat(ids(caller.get(list))).containsExactly(5L, 6L);
        assertThat(ids(caller.get(list + "&archived=false&simple=true"))).containsExactly(5L);
        assertThat(caller.get(list + "&simple=true").json().path(0).has("build_timeout"))
                .isFalse();
    }

    @Test
    void project_moved_isFoundByIdAndSentOnByItsOldPath() {
        simulator.moveProject(5, "cellar/till");

        var old = caller.get("/api/v4/projects/bakery%2Fshop%2Ftill");

        assertThat(old.status()).isEqualTo(301);
        assertThat(old.header("Location")).isEqualTo("/api/v4/projects/5");
        assertThat(caller.get("/api/v4/projects/5")
                        .json()
                        .path("path_with_namespace")
                        .stringValue(""))
                .isEqualTo("cellar/till");
    }

    @Test
    void groupRunners_listJustTheGroupsOwn() {
        caller.post(
                "/api/v4/user/runners",
                "{\"runner_type\": \"group_type\", \"group_id\": " + bakery + ", \"run_untagged\": true}");
        caller.newRunner(5, "");

        var listed = caller.get("/api/v4/groups/" + bakery + "/runners?type=group_type");

        assertThat(listed.json()).hasSize(1);
        assertThat(listed.json().path(0).path("runner_type").stringValue("")).isEqualTo("group_type");
    }

    private static List<Long> ids(Caller.Answer page) {
        var ids = new ArrayList<Long>();
        page.json().forEach(row -> ids.add(row.path("id").longValue()));
        return ids;
    }
}
