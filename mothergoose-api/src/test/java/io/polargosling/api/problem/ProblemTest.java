package io.polargosling.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.ApiClient;
import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.token.TokenHash;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final RunningApi api = RunningApi.get();
    private ApiClient machine = api.anonymous();
    private String heartbeat = "";

    @BeforeEach
    void enrol() {
        String token = TokenHash.newToken();
        var runner = Fixtures.runner(Fixtures.egg("problem"), RunnerKind.VM, token);
        var enrolled = api.anonymous().with(token).post("/runners/" + runner.id() + "/enroll", "{}");
        machine = api.anonymous().with(enrolled.json().path("runner_token").asString());
        heartbeat = "/runners/" + runner.id() + "/heartbeat";
    }

    @Test
    void problem_any_hasTheAgreedMembers() {
        var reply = api.admin().get("/eggs/none", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("Content-Type")).contains("application/problem+json");
        var body = reply.json();
        assertThat(body.path("type").asString()).isEqualTo("urn:gosling:problem:not-found");
        assertThat(body.path("title").asString()).isNotBlank();
        assertThat(body.path("status").asInt()).isEqualTo(404);
        assertThat(body.path("detail").asString()).contains("none");
        assertThat(body.path("instance").asString()).isEqualTo("/eggs/none");
        assertThat(body.path("trace_id").asString()).isEqualTo(TRACE);
        assertThat(body.has("errors")).isFalse();
    }

    @Test
    void traceparent_malformed_isReplaced() {
        var reply = api.admin().get("/eggs/none", "traceparent", "x\tforged=1");

        assertThat(reply.json().path("trace_id").asString()).matches("[0-9a-f]{32}");
    }

    @Test
    void body_unknownField_isInvalidWithItsPlace() {
        var reply = machine.post(heartbeat, "{\"seq\":1,\"egg_nam\":\"x\"}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.problem()).isEqualTo("invalid");
        assertThat(reply.json().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/egg_nam");
        assertThat(reply.json().path("errors").path(0).path("code").asString()).isEqualTo("unknown-field");
    }

    @Test
    void body_wrongType_isInvalidWithItsPlaceAndNoClassName() {
        var reply = machine.post(heartbeat, "{\"seq\":\"first\"}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/seq");
        assertThat(reply.text()).doesNotContain("java").doesNotContain("polargosling");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"{\"seq\":", "''", "nonsense"})
    void body_notJson_isMalformed(String body) {
        var reply = machine.post(heartbeat, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.problem()).isEqualTo("malformed");
    }

    @Test
    void body_tooDeep_isMalformed() {
        var reply = machine.post(heartbeat, "{\"events\":[" + "[".repeat(60) + "]".repeat(60) + "]}");

        assertThat(reply.status()).isIn(400, 422);
        assertThat(reply.text()).doesNotContain("java");
    }

    @Test
    void body_tooLong_isTooLarge() {
        var reply = machine.post(heartbeat, spaces(1024 * 1024 + 1));

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.problem()).isEqualTo("too-large");
    }

    @Test
    void body_tooLongAndLengthNotTold_isTooLarge() {
        var reply = machine.postChunked(heartbeat, spaces(1024 * 1024 + 1));

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.problem()).isEqualTo("too-large");
    }

    @Test
    void body_notJsonByType_isUnsupported() {
        var reply = machine.send(
                "POST",
                heartbeat,
                HttpRequest.BodyPublishers.ofString("seq=1"),
                "Content-Type",
                "application/x-www-form-urlencoded");

        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.problem()).isEqualTo("unsupported-media");
    }

    @Test
    void headers_above16Kilobytes_areRefused() {
        assertThat(api.admin().get("/eggs", "X-Long", "a".repeat(17 * 1024)).status())
                .isBetween(400, 499);
        assertThat(api.admin().get("/eggs", "X-Long", "a".repeat(12 * 1024)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"limit=0", "limit=501", "limit=x", "cursor="})
    void page_outOfRange_isInvalid(String query) {
        var reply = api.admin().get("/eggs?" + query);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.problem()).isEqualTo("invalid");
    }

    @ParameterizedTest
    @CsvSource({
        "/eggs/1web",
        "/eggs/web.x",
        "/eggs/%F0%9F%AA%BF",
        "/runners/SHOUTING",
        "/runners/abc",
        "/operations/17",
        "/sync/17",
        "/eggs/nobody/status"
    })
    void pathParameter_cannotBe_isNotFound(String path) {
        var reply = api.admin().get(path);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.problem()).isEqualTo("not-found");
    }

    private static byte[] spaces(int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) ' ');
        bytes[0] = "{".getBytes(StandardCharsets.UTF_8)[0];
        return bytes;
    }
}
