package io.polargosling.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class HookTest {

    private static final String SIGNING_TOKEN = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private Receiver receiver;
    private GitLabSimulator simulator;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
        simulator = GitLabSimulator.start(GitLabSimulator.Options.defaults().withClock(now::get));
        simulator.createProject(5, "bakery/oven");
        simulator.setAccessToken("secret");
        caller = new Caller(simulator, "secret");
    }

    @AfterEach
    void stop() {
        simulator.close();
        receiver.close();
    }

    @Test
    void signature_knownVector_isEqual() {
        assertThat(Signature.of(
                        SIGNING_TOKEN,
                        "f5a1c2d4-0b7e-4a55-9c11-2f6f0d3f8e10",
                        "1778749335",
                        "{\"object_kind\":\"build\",\"build_id\":700411}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,K2qmfC9vxLOlYKDqS3QHobrfkC5f2Gs/sUPhHWMvHlU=");
    }

    @Test
    void jobHook_pending_hasAllHeadersAndTheSampleShape() throws IOException {
        hook("\"job_events\": true, \"token\": \"plain\", \"signing_token\": \"" + SIGNING_TOKEN + "\"");
        long job = simulator.enqueueJob(JobSpec.of(5, "bake", "true").withTags("rye"));
        Receiver.Got got = received(1);

        assertThat(got.header("X-Gitlab-Event")).isEqualTo("Job Hook");
        assertThat(got.header("X-Gitlab-Token")).isEqualTo("plain");
        assertThat(got.header("X-Gitlab-Instance")).isEqualTo(simulator.url().toString());
        assertThat(got.header("Idempotency-Key")).isEqualTo(got.header("webhook-id"));
        assertThat(got.header("webhook-timestamp")).isEqualTo("" + now.get().getEpochSecond());
        assertThat(got.header("webhook-signature"))
                .isEqualTo(Signature.of(
                        SIGNING_TOKEN,
                        got.header("webhook-id"),
                        got.header("webhook-timestamp"),
                        got.body().getBytes(StandardCharsets.UTF_8)));
        assertThat(got.json().path("build_id").longValue()).isEqualTo(job);
        assertThat(shape(got.json())).isEqualTo(shape(sample("job")));
    }

    @Test
    void pushAndPipelineHooks_haveTheSampleShape() throws IOException {
        hook("\"push_events\": true, \"pipeline_events\": true");
        simulator.sendPush(5, new PushEvent("refs/heads/main", "1".repeat(40), "2".repeat(40)));
        assertThat(shape(received(1).json())).isEqualTo(shape(sample("push")));
        simulator.enqueueJob(JobSpec.of(5, "bake", "true"));
        assertThat(shape(received(2).json())).isEqualTo(shape(sample("pipeline")));
    }

    @Test
    void jobHook_wholeLife_isSentForEveryChange() {
        hook("\"job_events\": true");
        long job = simulator.enqueueJob(JobSpec.of(5, "bake", "true"));
        received(1);
        caller.requestJob(caller.newRunner(5, ""));
        assertThat(received(2).json().at("/runner/runner_type").stringValue("")).isEqualTo("project_type");
        simulator.cancelJob(job);
        assertThat(received(3).json().path("build_status").stringValue("")).isEqualTo("canceling");
    }

    @Test
    void enqueueSilently_sendsNothingButTheJobIsThere() {
        hook("\"job_events\": true");
        long silent = simulator.enqueueJobSilently(JobSpec.of(5, "lost", "true"));
        long loud = simulator.enqueueJob(JobSpec.of(5, "heard", "true"));
        assertThat(received(1).json().path("build_id").longValue()).isEqualTo(loud);
        assertThat(receiver.got()).hasSize(1);
        assertThat(simulator.job(silent).status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void hook_reads_neverShowASecret() {
        String path = hook("\"token\": \"plain-secret\", \"signing_token\": \"" + SIGNING_TOKEN + "\"");
        Caller.Answer read = caller.get(path);
        assertThat(read.response().body()).doesNotContain("plain-secret", "whsec_");
        assertThat(read.json().path("token_present").booleanValue()).isTrue();
        assertThat(read.json().path("signing_token_present").booleanValue()).isTrue();
    }

    @Test
    void hook_urlChanged_losesItsSecretUnlessSentAgain() {
        String path = hook("\"token\": \"plain\"");
        caller.put(path, "{\"url\": \"" + receiver.url() + "2\"}");
        assertThat(caller.get(path).json().path("token_present").booleanValue()).isFalse();
        caller.put(path, "{\"url\": \"" + receiver.url() + "3\", \"token\": \"plain\"}");
        assertThat(caller.get(path).json().path("token_present").booleanValue()).isTrue();
    }

    @Test
    void hook_badSigningToken_is422() {
        assertThat(caller.post(
                                "/api/v4/projects/5/hooks",
                                "{\"url\": \"" + receiver.url() + "\", \"signing_token\": \"whsec_short\"}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void hook_fourFailures_isPausedThenReturnsAndPausesLonger() {
        String path = hook("\"push_events\": true");
        receiver.answerWith(500);
        for (int i = 1; i <= 4; i++) {
            assertThat(alertStatus(path)).isEqualTo("executable");
            fail(i);
        }
        JsonNode paused = caller.get(path).json();
        assertThat(paused.path("alert_status").stringValue("")).isEqualTo("temporarily_disabled");
        assertThat(paused.path("disabled_until").stringValue("")).isEqualTo("2026-03-01T10:01:00.000Z");

        now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
        fail(5);
        assertThat(caller.get(path).json().path("disabled_until").stringValue(""))
                .isEqualTo("2026-03-01T10:03:00.000Z");
    }

    @Test
    void hook_fortyFailures_isDisabledUntilATestSucceeds() {
        String path = hook("\"push_events\": true");
        receiver.answerWith(404);
        for (int i = 0; i < 40; i++) {
            assertThat(caller.post(path + "/test/push_events", "").status()).isEqualTo(422);
        }
        now.updateAndGet(time -> time.plus(Duration.ofDays(30)));
        assertThat(alertStatus(path)).isEqualTo("disabled");

        receiver.answerWith(200);
        assertThat(caller.post(path + "/test/push_events", "").status()).isEqualTo(201);
        assertThat(alertStatus(path)).isEqualTo("executable");
    }

    @Test
    void resend_repeatsIdAndBody() {
        hook("\"push_events\": true");
        simulator.sendPush(5, new PushEvent("refs/heads/main", "1".repeat(40), "2".repeat(40)));
        delivered(1);
        Delivery first = simulator.deliveries().getFirst();
        assertThat(simulator.resend(first)).hasValueSatisfying(again -> {
            assertThat(again.webhookId()).isEqualTo(first.webhookId());
            assertThat(again.body()).isEqualTo(first.body());
        });
    }

    @Test
    void push_filteredBranchOrTag_goesByItsOwnFlag() {
        hook("\"push_events\": true, \"tag_push_events\": true, \"push_events_branch_filter\": \"release-*\"");
        simulator.sendPush(5, new PushEvent("refs/heads/main", PushEvent.NONE, "2".repeat(40)));
        simulator.sendPush(5, new PushEvent("refs/heads/release-1", PushEvent.NONE, "3".repeat(40)));
        assertThat(received(1).json().path("ref").stringValue("")).isEqualTo("refs/heads/release-1");
        simulator.sendPush(5, new PushEvent("refs/tags/v1", PushEvent.NONE, "3".repeat(40)));
        assertThat(received(2).header("X-Gitlab-Event")).isEqualTo("Tag Push Hook");
    }

    private String hook(String fields) {
        Caller.Answer made = caller.post(
                "/api/v4/projects/5/hooks",
                "{\"url\": \"" + receiver.url() + "\", "
                        + (fields.contains("\"push_events\"") ? "" : "\"push_events\": false, ")
                        + fields + "}");
        assertThat(made.status()).isEqualTo(201);
        return "/api/v4/projects/5/hooks/" + made.json().path("id");
    }

    private String alertStatus(String path) {
        return caller.get(path).json().path("alert_status").stringValue("");
    }

    private void fail(int deliveriesAfter) {
        simulator.sendPush(5, new PushEvent("refs/heads/main", "1".repeat(40), "2".repeat(40)));
        delivered(deliveriesAfter);
    }

    private void delivered(int count) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> simulator.deliveries().size() == count);
    }

    private Receiver.Got received(int count) {
        await().atMost(Duration.ofSeconds(10)).until(() -> receiver.got().size() >= count);
        return receiver.got().get(count - 1);
    }

    private static JsonNode sample(String name) throws IOException {
        try (InputStream in = HookTest.class.getResourceAsStream("/payloads/" + name + ".json")) {
            return new JsonMapper().readTree(in);
        }
    }

    /** The paths of all fields, with the kind of value unless it is null. */
    private static Set<String> shape(JsonNode node) {
        Set<String> paths = new TreeSet<>();
        collect("", node, paths);
        return paths;
    }

    private static void collect(String path, JsonNode node, Set<String> paths) {
        if (node.isObject()) {
            node.properties().forEach(field -> collect(path + "/" + field.getKey(), field.getValue(), paths));
        } else if (node.isArray()) {
            node.forEach(entry -> collect(path + "/[]", entry, paths));
        }
        paths.add(path + " " + (node.isNumber() ? "NUMBER" : node.getNodeType()));
    }
}
