package io.polargosling.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a program that keeps schedules, keys and runners in order asks for, and what disturbs it. */
final class KeepersTest {

    private static final String SCHEDULES = "/api/v4/projects/5/pipeline_schedules";
    private static final String KEYS = "/api/v4/projects/5/deploy_keys";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private GitLabSimulator simulator;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        simulator = GitLabSimulator.start(GitLabSimulator.Options.defaults().withClock(now::get));
        simulator.createProject(5, "bakery/oven");
        simulator.setAccessToken("secret");
        caller = new Caller(simulator, "secret");
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void schedule_wholeLife_isReadBack() {
        var made = caller.post(SCHEDULES, "{\"description\": \"clean\", \"ref\": \"main\", \"cron\": \"0 3 * * *\"}");
        assertThat(made.status()).isEqualTo(201);
        String one = SCHEDULES + "/" + made.json().path("id");

        assertThat(caller.post(one + "/variables", "{\"key\": \"K\", \"value\": \"v\"}")
                        .status())
                .isEqualTo(201);
        assertThat(caller.put(one, "{\"active\": false}").json().path("active").booleanValue())
                .isFalse();
        assertThat(caller.post(one + "/play", "").status()).isEqualTo(201);

        assertThat(simulator.schedules()).singleElement().satisfies(schedule -> {
            assertThat(schedule.ref()).isEqualTo("refs/heads/main");
            assertThat(schedule.variables()).isEqualTo(Map.of("K", "v"));
            assertThat(schedule.plays()).isEqualTo(1);
        });
        assertThat(caller.get(SCHEDULES).json().path(0).has("variables")).isFalse();
        assertThat(caller.delete(one + "/variables/K").status()).isEqualTo(202);
        assertThat(caller.delete(one).status()).isEqualTo(204);
        assertThat(caller.get(one).status()).isEqualTo(404);
    }

    @Test
    void schedule_playedAndFired_makesThePipelineWithItsVariables() {
        simulator.setPipeline(JobSpec.of(5, "run", "echo $NAME").withTags("do-$NAME", "extra"));
        var made = caller.post(SCHEDULES, "{\"description\": \"d\", \"ref\": \"main\", \"cron\": \"0 3 * * *\"}");
        long id = made.json().path("id").longValue();
        caller.post(SCHEDULES + "/" + id + "/variables", "{\"key\": \"NAME\", \"value\": \"clean\"}");

        caller.post(SCHEDULES + "/" + id + "/play", "");
        assertThat(simulator.fireSchedule(id)).isPresent();

        assertThat(simulator.jobs()).hasSize(2).allSatisfy(job -> {
            assertThat(job.spec().tags()).containsExactly("do-clean", "extra");
            assertThat(job.spec().ref()).isEqualTo("main");
            assertThat(job.spec().variables()).containsExactly(JobVariable.of("NAME", "clean"));
        });

        simulator.orphanSchedule(id);
        assertThat(simulator.fireSchedule(id)).isEmpty();
        assertThat(caller.get(SCHEDULES + "/" + id).json().path("owner").isNull())
                .isTrue();
        caller.post(SCHEDULES + "/" + id + "/take_ownership", "");
        assertThat(simulator.fireSchedule(id)).isPresent();
        caller.put(SCHEDULES + "/" + id, "{\"active\": false}");
        assertThat(simulator.fireSchedule(id)).isEmpty();
    }

    @Test
    void schedule_oddCron_is400() {
        assertThat(caller.post(SCHEDULES, "{\"description\": \"d\", \"ref\": \"main\", \"cron\": \"daily\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void deployKey_wholeLife_isReadBack() {
        var made = caller.post(KEYS, "{\"title\": \"nest\", \"key\": \"ssh-ed25519 AAAA\", \"can_push\": true}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(caller.post(KEYS, "{\"title\": \"again\", \"key\": \"ssh-ed25519 AAAA\"}")
                        .status())
                .isEqualTo(400);
        assertThat(caller.get(KEYS).json()).hasSize(1);
        String one = KEYS + "/" + made.json().path("id");
        assertThat(caller.delete(one).status()).isEqualTo(204);
        assertThat(caller.delete(one).status()).isEqualTo(404);
    }

    @Test
    void runnerManagers_twoAgentsOfOneToken_areToldApart() {
        String token = caller.newRunner(5, "");
        simulator.enqueueJob(JobSpec.of(5, "bake", "true"));
        for (String system : List.of("s_one", "s_two")) {
            caller.post("/api/v4/jobs/request", "{\"token\": \"" + token + "\", \"system_id\": \"" + system + "\"}");
        }
        long id = simulator.runners().getFirst().id();
        String runner = "/api/v4/runners/" + id;

        var managers = caller.get(runner + "/managers").json();

        assertThat(managers).hasSize(2);
        assertThat(managers.path(0).path("system_id").stringValue("")).isEqualTo("s_one");
        assertThat(managers.path(0).path("job_execution_status").stringValue(""))
                .isEqualTo("active");
        assertThat(managers.path(1).path("job_execution_status").stringValue(""))
                .isEqualTo("idle");
        assertThat(caller.get(runner + "/jobs?status=running&system_id=s_one").json())
                .hasSize(1);
        assertThat(caller.get(runner + "/jobs?status=running&system_id=s_two").json())
                .isEmpty();
    }

    @Test
    void read_unchanged_is304WithItsTag() {
        var first = caller.get("/api/v4/projects/5/jobs");

        var again = ifNoneMatch(first.header("ETag"));
        simulator.enqueueJob(JobSpec.of(5, "bake", "true"));
        var changed = ifNoneMatch(first.header("ETag"));

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.response().body()).isEmpty();
        assertThat(again.header("RateLimit-Remaining")).isNotEmpty();
        assertThat(changed.status()).isEqualTo(200);
    }

    private Caller.Answer ifNoneMatch(String tag) {
        return caller.send("GET", "/api/v4/projects/5/jobs", "", List.of("If-None-Match", tag));
    }

    @Test
    void busyFault_lasts_andTellsWhatIsLeft() {
        simulator.addFault(Fault.busy("/api/v4/", Duration.ofMinutes(5)));

        var first = caller.get("/api/v4/version");
        now.updateAndGet(time -> time.plusSeconds(299));
        var last = caller.get("/api/v4/version");
        now.updateAndGet(time -> time.plusSeconds(1));
        var after = caller.get("/api/v4/version");

        assertThat(first.status()).isEqualTo(429);
        assertThat(first.header("Retry-After")).isEqualTo("300");
        assertThat(last.header("Retry-After")).isEqualTo("1");
        assertThat(after.status()).isEqualTo(200);
        assertThat(simulator.requestCount()).isEqualTo(3);
    }

    @Test
    void webhooksDropped_nothingIsSentButTests() throws IOException {
        try (var receiver = new Receiver()) {
            String hooks = "/api/v4/projects/5/hooks";
            var made = caller.post(hooks, "{\"url\": \"" + receiver.url() + "\", \"push_events\": true}");
            new Caller(simulator, "").post("/simulator/webhooks", "{\"dropped\": true}");
            simulator.sendPush(5, new PushEvent("refs/heads/main", "1".repeat(40), "2".repeat(40)));

            caller.post(hooks + "/" + made.json().path("id") + "/test/push_events", "");

            assertThat(simulator.deliveries()).hasSize(1);
            assertThat(receiver.got()).hasSize(1);
        }
    }

    @Test
    void metadata_isTheVersion() {
        assertThat(caller.get("/api/v4/metadata").json().path("version").stringValue(""))
                .isEqualTo("19.4.0");
    }
}
