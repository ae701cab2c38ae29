package io.polargosling.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.ApiClient;
import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.token.TokenHash;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(OutputCaptureExtension.class)
class WebhookTest {

    private static final String ZEROS = "0".repeat(40);

    private final RunningApi api = RunningApi.get();

    @ParameterizedTest
    @ValueSource(strings = {"push", "tag_push", "merge_request", "pipeline", "job_pending"})
    void event_ofAnEggsProject_asksForItsDemand(String sample) {
        var egg = Fixtures.egg("hooked");

        var reply = send(egg, Hooks.sample(sample, egg.projectId()));

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().path("status").asString()).isEqualTo("queued");
        assertThat(reply.json().path("id").asString()).isNotBlank();
        api.awaitCommand(Hooks.refresh(egg));
    }

    @ParameterizedTest
    @CsvSource({"push", "tag_push"})
    void deletion_isIgnored(String sample) {
        var egg = Fixtures.egg("deleted");

        var reply = send(egg, Hooks.sample(sample, egg.projectId()).put("after", ZEROS));

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().path("status").asString()).isEqualTo("ignored");
    }

    @ParameterizedTest
    @CsvSource({
        "open, false, queued",
        "reopen, false, queued",
        "update, true, queued",
        "update, false, ignored",
        "close, false, ignored",
        "approved, false, ignored",
        "merge, false, ignored"
    })
    void mergeRequest_byItsAction_isQueuedOrIgnored(String action, boolean newCode, String status) {
        var egg = Fixtures.egg("merged");
        var body = Hooks.sample("merge_request", egg.projectId());
        var attributes = (ObjectNode) body.path("object_attributes");
        attributes.put("action", action);
        attributes.remove("oldrev");
        if (newCode) {
            attributes.put("oldrev", "5b1f0c7d2ae94f6b8c31d07e9a4452b6f8e0c911");
        }

        assertThat(send(egg, body).json().path("status").asString()).isEqualTo(status);
    }

    @Test
    void event_ofUnknownKind_isIgnored() {
        var egg = Fixtures.egg("noted");

        var reply = send(egg, Hooks.sample("push", egg.projectId()).put("object_kind", "note"));

        assertThat(reply.json().path("status").asString()).isEqualTo("ignored");
    }

    @Test
    void push_toTheNestsBranch_asksForASync() {
        String secret = nestSecret();

        var main = post(Hooks.push(RunningApi.NEST_PROJECT), secret, "nest-" + UUID.randomUUID());
        var other = post(
                Hooks.bytes(Hooks.sample("push", RunningApi.NEST_PROJECT).put("ref", "refs/heads/topic")),
                secret,
                "nest-" + UUID.randomUUID());

        assertThat(main.json().path("status").asString()).isEqualTo("queued");
        api.awaitCommand(Command.SyncNest.because("push"));
        assertThat(other.json().path("status").asString()).isEqualTo("ignored");
    }

    @Test
    void repetition_known_isADuplicateAndSendsNothing() {
        var egg = Fixtures.egg("repeated");
        var body = Hooks.push(egg.projectId());

        var first = post(body, egg.webhookSecret(), "one-id");
        var second = post(body, egg.webhookSecret(), "one-id");
        var third = post(body, egg.webhookSecret(), "another-id");

        assertThat(first.json().path("status").asString()).isEqualTo("queued");
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.json().path("status").asString()).isEqualTo("duplicate");
        assertThat(second.json().path("id")).isEqualTo(first.json().path("id"));
        assertThat(third.json().path("status").asString()).isEqualTo("queued");
    }

    @Test
    void repetition_ofAnotherTarget_isItsOwnDelivery() {
        var one = Fixtures.egg("scoped");
        var two = Fixtures.egg("scoped");
        String id = UUID.randomUUID().toString();

        post(Hooks.push(one.projectId()), one.webhookSecret(), id);

        assertThat(post(Hooks.push(two.projectId()), two.webhookSecret(), id)
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("queued");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Idempotency-Key", "X-Unrelated"})
    void repetition_withoutWebhookId_isKnownByKeyOrContent(String header) {
        var egg = Fixtures.egg("keyed");
        var body = Hooks.push(egg.projectId());
        String[] headers = {
            "X-Gitlab-Instance", "https://" + Fixtures.SERVER, "X-Gitlab-Token", egg.webhookSecret(), header, "k-1"
        };

        api.anonymous().post(Hooks.PATH, body, headers);

        assertThat(api.anonymous()
                        .post(Hooks.PATH, body, headers)
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("duplicate");
    }

    @Test
    void server_withoutInstanceHeader_isThatOfTheWebAddress() {
        var egg = Fixtures.egg("weburl");

        var reply =
                api.anonymous().post(Hooks.PATH, Hooks.push(egg.projectId()), "X-Gitlab-Token", egg.webhookSecret());

        assertThat(reply.status()).isEqualTo(202);
    }

    @Test
    void server_another_isRefused() {
        var egg = Fixtures.egg("elsewhere");

        var reply = api.anonymous()
                .post(
                        Hooks.PATH,
                        Hooks.push(egg.projectId()),
                        "X-Gitlab-Instance",
                        "https://gitlab.evil.test",
                        "X-Gitlab-Token",
                        egg.webhookSecret());

        assertThat(reply.status()).isEqualTo(403);
    }

    @Test
    void refusals_ofEveryCause_areTheSameBytes() {
        var egg = Fixtures.egg("refused");
        var disabled = Fixtures.egg("refused", egg.projectId() + 500_000, RunnerKind.VM, false);
        var body = Hooks.push(egg.projectId());

        var replies = List.of(
                post(body, TokenHash.newToken(), "1"),
                api.anonymous().post(Hooks.PATH, body, "X-Gitlab-Instance", "https://" + Fixtures.SERVER),
                post(Hooks.push(987_654_321), egg.webhookSecret(), "1"),
                post(Hooks.push(disabled.projectId()), disabled.webhookSecret(), "1"),
                api.anonymous().post(Hooks.PATH, "{\"object_kind\":\"push\",\"group_id\":7}"));

        assertThat(replies).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.bytes()).isEqualTo(replies.getFirst().bytes());
        });
        assertThat(replies.getFirst().problem()).isEqualTo("forbidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"object_kind\":\"push\"}",
                "{\"project_id\":\"7\"}",
                "{\"project_id\":0}",
                "{\"project_id\":99999999999999999999999}",
                "{\"object_kind\":\"push\",",
                "\u0000"
            })
    void body_withoutAnId_isMalformedWhateverTheToken(String body) {
        var egg = Fixtures.egg("malformed");

        var without = api.anonymous().post(Hooks.PATH, body);
        var with = post(body.getBytes(StandardCharsets.UTF_8), egg.webhookSecret(), "1");

        assertThat(without.status()).isEqualTo(400);
        assertThat(with.status()).isEqualTo(400);
        assertThat(with.bytes()).isEqualTo(without.bytes());
    }

    @Test
    void body_brokenAfterTheIds_isMalformedOnlyForWhoHasTheSecret() {
        var egg = Fixtures.egg("broken");
        var body = "{\"object_kind\":\"push\",\"project_id\":%d,"
                .formatted(egg.projectId())
                .getBytes(StandardCharsets.UTF_8);

        assertThat(post(body, egg.webhookSecret(), "1").status()).isEqualTo(400);
        assertThat(post(body, "wrong", "1").status()).isEqualTo(403);
    }

    @Test
    void body_tooDeep_isMalformedAndHarmless() {
        var egg = Fixtures.egg("deep");
        var body = "{\"object_kind\":\"push\",\"project_id\":%d,\"x\":%s"
                .formatted(egg.projectId(), "[".repeat(100_000))
                .getBytes(StandardCharsets.UTF_8);

        assertThat(post(body, egg.webhookSecret(), "1").status()).isEqualTo(400);
    }

    @Test
    void body_tooLong_isTooLargeHoweverItIsSent() {
        var egg = Fixtures.egg("long");
        var body = padded(egg.projectId(), RunningApi.WEBHOOK_MAX + 1);
        var headers = Hooks.headers(egg.webhookSecret(), "1");

        assertThat(api.anonymous().post(Hooks.PATH, body, headers).status()).isEqualTo(413);
        assertThat(api.anonymous().postChunked(Hooks.PATH, body, headers).status())
                .isEqualTo(413);
    }

    @Test
    void body_longButAllowed_isTaken() {
        var egg = Fixtures.egg("long");
        var body = padded(egg.projectId(), RunningApi.WEBHOOK_MAX);

        assertThat(api.anonymous()
                        .postChunked(Hooks.PATH, body, Hooks.headers(egg.webhookSecret(), "1"))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void contentType_notJson_isUnsupported() {
        var reply = api.anonymous()
                .send("POST", Hooks.PATH, HttpRequest.BodyPublishers.ofString("a=b"), "Content-Type", "text/plain");

        assertThat(reply.status()).isEqualTo(415);
        assertThat(api.anonymous()
                        .send("POST", Hooks.PATH, HttpRequest.BodyPublishers.ofString("{}"))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void signature_ofASigningKey_isTheOnlyProofOfItsTarget() throws Exception {
        var egg = Fixtures.egg("signed");
        var key = new byte[32];
        Arrays.fill(key, (byte) 7);
        String secret = "whsec_" + Base64.getEncoder().encodeToString(key);
        api.secrets().write(SecretUri.of("local://gitlab/" + egg.name() + "/webhook-secret"), SecretValue.of(secret));
        var body = Hooks.push(egg.projectId());
        String time = Long.toString(Instant.now().getEpochSecond());
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update(("id-1." + time + ".").getBytes(StandardCharsets.UTF_8));
        String signature = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));

        assertThat(signed(body, "v1,AAAA", time).status()).isEqualTo(403);
        assertThat(signed(body, signature, "1").status()).isEqualTo(403);
        assertThat(post(body, secret, "id-1").status()).isEqualTo(403);
        assertThat(signed(body, signature, time).status()).isEqualTo(202);
    }

    private ApiClient.Reply signed(byte[] body, String signature, String time) {
        return api.anonymous()
                .post(
                        Hooks.PATH,
                        body,
                        "webhook-id",
                        "id-1",
                        "webhook-timestamp",
                        time,
                        "webhook-signature",
                        signature);
    }

    @Test
    void webhooks_fiftyAtOnce_areAllTaken() throws Exception {
        var egg = Fixtures.egg("crowd");
        var body = Hooks.push(egg.projectId());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> replies = IntStream.range(0, 50)
                    .mapToObj(i -> threads.submit(
                            () -> post(body, egg.webhookSecret(), "crowd-" + i).status()))
                    .toList();
            for (var reply : replies) {
                assertThat(reply.get()).isEqualTo(202);
            }
        }
        api.awaitCommand(Hooks.refresh(egg));
    }

    @Test
    void log_ofWebhooks_namesKindTargetAndOutcomeButNoTokenAndNoPayload(CapturedOutput output) {
        var egg = Fixtures.egg("logged");
        String wrong = TokenHash.newToken();

        post(Hooks.push(egg.projectId()), egg.webhookSecret(), "log-1");
        post(Hooks.push(egg.projectId()), wrong, "log-2");

        assertThat(output.getAll())
                .contains("webhook kind=push target=egg/" + egg.name() + "/project/" + egg.projectId()
                        + " outcome=queued")
                .contains("webhook kind=push target=- outcome=refused")
                .doesNotContain(egg.webhookSecret())
                .doesNotContain(wrong)
                .doesNotContain("Mira Holt")
                .doesNotContain(api.secret("local://gosling/admin-token"))
                .doesNotContain(api.secret("local://gosling/trigger-token"));
    }

    private ApiClient.Reply send(Fixtures.StoredEgg egg, ObjectNode body) {
        return post(Hooks.bytes(body), egg.webhookSecret(), UUID.randomUUID().toString());
    }

    private ApiClient.Reply post(byte[] body, String token, String id) {
        return api.anonymous().post(Hooks.PATH, body, Hooks.headers(token, id));
    }

    private String nestSecret() {
        return api.secrets()
                .createIfAbsent(
                        SecretUri.of("local://gosling/nest-webhook-secret"), SecretValue.of(TokenHash.newToken()))
                .reveal();
    }

    private static byte[] padded(long projectId, int length) {
        var start = "{\"object_kind\":\"push\",\"project_id\":%d,\"ref\":\"refs/heads/main\",\"x\":\""
                .formatted(projectId)
                .getBytes(StandardCharsets.UTF_8);
        var body = Arrays.copyOf(start, length);
        Arrays.fill(body, start.length, length - 2, (byte) 'x');
        body[length - 2] = '"';
        body[length - 1] = '}';
        return body;
    }
}
