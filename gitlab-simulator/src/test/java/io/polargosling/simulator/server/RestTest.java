package io.polargosling.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class RestTest {

    private static final long PROJECT = 11;
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");

    private GitLabSimulator simulator;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        simulator = GitLabSimulator.start(GitLabSimulator.Options.defaults().withRequestsPerMinute(500));
        simulator.createProject(PROJECT, "bakery/oven-one");
        simulator.setAccessToken("secret");
        caller = new Caller(simulator, "secret");
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong"})
    void rest_noOrWrongToken_is401(String token) {
        assertThat(new Caller(simulator, token).get("/api/v4/version").status()).isEqualTo(401);
    }

    @Test
    void rest_tokenOfSmallScope_mayOnlyDoThat() {
        simulator.setAccessToken("reader", Set.of("read_api"));
        Caller reader = new Caller(simulator, "reader");
        assertThat(reader.get("/api/v4/version").status()).isEqualTo(200);
        assertThat(reader.post("/api/v4/user/runners", "{\"runner_type\": \"instance_type\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void project_byIdOrEncodedPath_isTheSame() {
        JsonNode byId = caller.get("/api/v4/projects/11").json();
        JsonNode byPath = caller.get("/api/v4/projects/bakery%2Foven-one").json();
        assertThat(byPath).isEqualTo(byId);
        assertThat(byId.at("/namespace/full_path").stringValue("")).isEqualTo("bakery");
        assertThat(caller.get("/api/v4/projects/12").status()).isEqualTo(404);
    }

    @Test
    void groupProjects_subgroups_onlyWhenAskedFor() {
        simulator.createProject(12, "bakery/shop/till");
        assertThat(ids(caller.get("/api/v4/groups/bakery/projects"))).containsExactly(11L);
        assertThat(ids(caller.get("/api/v4/groups/bakery/projects?include_subgroups=true")))
                .containsExactly(11L, 12L);
    }

    @Test
    void jobs_offsetPages_newestFirstUntilNoNextPage() {
        List<Long> made = enqueue(5);
        Caller.Answer first = caller.get("/api/v4/projects/11/jobs?scope%5B%5D=pending&scope%5B%5D=running&per_page=2");
        assertThat(ids(first)).containsExactly(made.get(4), made.get(3));
        assertThat(first.header("x-next-page")).isEqualTo("2");
        assertThat(first.header("x-total")).isEqualTo("5");
        Caller.Answer last = caller.get("/api/v4/projects/11/jobs?scope[]=pending&per_page=2&page=3"
                .replace("[", "%5B")
                .replace("]", "%5D"));
        assertThat(ids(last)).containsExactly(made.get(0));
        assertThat(last.header("x-next-page")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&pagination=keyset&order_by=id&sort=desc"})
    void jobs_followingNextLinks_givesEachJobOnce(String paging) {
        List<Long> made = enqueue(7);
        List<Long> seen = new ArrayList<>();
        String next = "/api/v4/projects/11/jobs?scope%5B%5D=pending&scope%5B%5D=running&per_page=3" + paging;
        while (!next.isEmpty()) {
            Caller.Answer page = caller.get(next);
            seen.addAll(ids(page));
            Matcher link = NEXT.matcher(page.header("Link"));
            next = link.find() ? link.group(1) : "";
        }
        assertThat(seen).containsExactlyElementsOf(made.reversed());
    }

    @Test
    void job_withTags_showsThemAndNoTimeout() {
        long id = simulator.enqueueJob(JobSpec.of(PROJECT, "bake", "true").withTags("rye", "hot"));
        JsonNode job = caller.get("/api/v4/projects/11/jobs/" + id).json();
        assertThat(job.path("tag_list")).map(JsonNode::stringValue).containsExactly("rye", "hot");
        assertThat(job.has("timeout")).isFalse();
        assertThat(job.path("runner").isNull()).isTrue();
    }

    @Test
    void jobs_unknownScope_is400() {
        assertThat(caller.get("/api/v4/projects/11/jobs?scope%5B%5D=odd").status())
                .isEqualTo(400);
        assertThat(caller.get("/api/v4/projects/11/jobs?scope%5B%5D=created").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"runner_type\": \"odd\"}",
                "{\"runner_type\": \"project_type\"}",
                "{\"runner_type\": \"instance_type\", \"run_untagged\": false}",
                "{\"runner_type\": \"instance_type\", \"maximum_timeout\": 599}",
                "{\"runner_type\": \"instance_type\", \"access_level\": \"odd\"}",
                "{\"runner_type\": \"instance_type\", \"token_expires_at\": \"2000-01-01T00:00:00Z\"}"
            })
    void createRunner_badFields_is400AndMakesNone(String body) {
        assertThat(caller.post("/api/v4/user/runners", body).status()).isEqualTo(400);
        assertThat(simulator.runners()).isEmpty();
    }

    @Test
    void runner_createdByForm_canBeReadPausedAndDeleted() {
        Caller.Answer created = caller.send(
                "POST",
                "/api/v4/user/runners",
                "runner_type=project_type&project_id=11&tag_list=a%2Cb&description=egg",
                List.of("Content-Type", "application/x-www-form-urlencoded"));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().path("token").stringValue("")).startsWith("glrt-");
        assertThat(created.json().path("token_expires_at").isNull()).isTrue();

        String path = "/api/v4/runners/" + created.json().path("id");
        assertThat(caller.get(path).json().path("tag_list"))
                .map(JsonNode::stringValue)
                .containsExactly("a", "b");
        assertThat(caller.put(path, "{\"paused\": true}").json().path("paused").booleanValue())
                .isTrue();
        assertThat(ids(caller.get("/api/v4/projects/11/runners"))).hasSize(1);
        assertThat(caller.delete(path).status()).isEqualTo(204);
        assertThat(caller.get(path).status()).isEqualTo(404);
        assertThat(simulator.runners()).singleElement().satisfies(runner -> {
            assertThat(runner.deleted()).isTrue();
            assertThat(runner.times().pausedAt()).isPresent();
        });
    }

    @Test
    void rest_aboveTheRateLimit_is429WithTheTimeToWait() {
        Caller.Answer answer = caller.get("/api/v4/version");
        assertThat(answer.header("RateLimit-Limit")).isEqualTo("500");
        for (int i = 0; i < 1001 && answer.status() == 200; i++) {
            answer = caller.get("/api/v4/version");
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 60);
    }

    @Test
    void fault_withRetryAfter_hitsJustItsPathAndCount() {
        simulator.addFault(Fault.status("/api/v4/projects/11/jobs", 2, 503).withRetryAfter(Duration.ofSeconds(7)));
        assertThat(caller.get("/api/v4/version").status()).isEqualTo(200);
        Caller.Answer disturbed = caller.get("/api/v4/projects/11/jobs");
        assertThat(disturbed.status()).isEqualTo(503);
        assertThat(disturbed.header("Retry-After")).isEqualTo("7");
        assertThat(caller.get("/api/v4/projects/11/jobs").status()).isEqualTo(503);
        assertThat(caller.get("/api/v4/projects/11/jobs").status()).isEqualTo(200);
    }

    @Test
    void control_wholeLifeOverHttp_isReadBack() {
        Caller control = new Caller(simulator, "");
        assertThat(control.post("/simulator/projects", "{\"id\": 21, \"path\": \"a/b\", \"tokens\": [\"t\"]}")
                        .status())
                .isEqualTo(200);
        JsonNode made = control.post("/simulator/jobs", """
                        {"project_id": 21, "name": "n", "tags": ["x"], "script": ["true"], "timeout": 60,
                         "variables": [{"key": "K", "value": "v", "masked": true}]}""").json();
        assertThat(control.post("/simulator/jobs/" + made.path("id") + "/cancel", "")
                        .status())
                .isEqualTo(200);
        JsonNode job = control.get("/simulator/jobs/" + made.path("id")).json();
        assertThat(job.path("status").stringValue("")).isEqualTo("canceled");
        assertThat(job.at("/spec/tags/0").stringValue("")).isEqualTo("x");
        assertThat(new Caller(simulator, "t").get("/api/v4/projects/21").status())
                .isEqualTo(200);
        assertThat(control.post("/simulator/jobs", "{\"project_id\": 99, \"name\": \"n\"}")
                        .status())
                .isEqualTo(400);
        assertThat(control.post("/simulator/push", "{\"project_id\": 21, \"ref\": \"main\"}")
                        .status())
                .isEqualTo(400);
    }

    private List<Long> enqueue(int count) {
        List<Long> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(simulator.enqueueJob(JobSpec.of(PROJECT, "job-" + i, "true")));
        }
        return made;
    }

    private static List<Long> ids(Caller.Answer page) {
        assertThat(page.status()).isEqualTo(200);
        List<Long> ids = new ArrayList<>();
        page.json().forEach(row -> ids.add(row.path("id").longValue()));
        return ids;
    }
}
