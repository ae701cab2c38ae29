package io.polargosling.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SyncCommandTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String QUEUED = "{\"operation_id\":\"op-1\",\"status\":\"queued\",\"status_url\":\"/x\"}";

    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch called = new CountDownLatch(1);

    // Set before each test.
    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    private record Reply(int status, String body, String retryAfter) {

        static Reply of(int status, String body) {
            return new Reply(status, body, "");
        }

        static Reply problem(int status) {
            return of(status, "{\"title\":\"t\",\"detail\":\"as told\"}");
        }
    }

    private record Call(String line, String authorization, String idempotencyKey, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            calls.add(new Call(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    String.valueOf(headers.getFirst("Authorization")),
                    String.valueOf(headers.getFirst("Idempotency-Key")),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            called.countDown();
            Reply reply;
            synchronized (replies) {
                reply = replies.size() > 1 ? replies.remove() : replies.element();
            }
            if (!reply.retryAfter().isEmpty()) {
                exchange.getResponseHeaders().add("Retry-After", reply.retryAfter());
            }
            var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Gosling sync(Object... arguments) {
        var line = new Object[arguments.length + 1];
        line[0] = "sync";
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        return Gosling.with(Map.of("GOSLING_API_URL", url() + "/", "GOSLING_API_KEY", "the-token"), line);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @Test
    void sync_plain_isQueued() {
        replies.add(Reply.of(202, QUEUED));

        assertThat(sync()).isEqualTo(new Gosling(0, "sync queued, operation op-1\n", ""));

        assertThat(calls).singleElement().satisfies(call -> {
            assertThat(call.line()).isEqualTo("POST /sync");
            assertThat(call.authorization()).isEqualTo("Bearer the-token");
            assertThat(call.idempotencyKey()).matches("[0-9a-f-]{36}");
            assertThat(json(call.body())).isEqualTo(json("{\"force\":false,\"allow_mass_removal\":false}"));
        });
    }

    @Test
    void sync_everyWish_isSent(@TempDir Path folder) throws IOException {
        replies.add(Reply.of(202, QUEUED));
        var file = Files.writeString(folder.resolve("key"), "of-a-file\n");

        var result = Gosling.run(
                "sync",
                "--api-url",
                url(),
                "--api-key-file",
                file,
                "--commit",
                COMMIT,
                "--force",
                "--allow-mass-removal",
                "--output",
                "json");

        assertThat(result.code()).isZero();
        var document = json(result.out());
        assertThat(document.propertyNames()).containsExactly("command", "ok", "result", "findings", "error");
        assertThat(document.path("result").path("operation_id").asString()).isEqualTo("op-1");
        assertThat(calls).singleElement().satisfies(call -> {
            assertThat(call.authorization()).isEqualTo("Bearer of-a-file");
            assertThat(json(call.body()))
                    .isEqualTo(json("{\"commit\":\"" + COMMIT + "\",\"force\":true,\"allow_mass_removal\":true}"));
        });
    }

    @Test
    void sync_waited_asksUntilItHasEnded() {
        replies.add(Reply.of(202, QUEUED));
        replies.add(Reply.of(200, "{\"operation_id\":\"op-1\",\"status\":\"running\"}"));
        replies.add(Reply.of(200, "{\"operation_id\":\"op-1\",\"status\":\"succeeded\"}"));

        assertThat(sync("--wait")).isEqualTo(new Gosling(0, "sync succeeded\n", ""));

        assertThat(calls)
                .extracting(Call::line)
                .containsExactly("POST /sync", "GET /operations/op-1", "GET /operations/op-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "cancelled"})
    void sync_waitedAndFailed_saysWhy(String status) {
        replies.add(Reply.of(202, QUEUED));
        replies.add(Reply.of(
                200, "{\"operation_id\":\"op-1\",\"status\":\"" + status + "\",\"problem\":\"mass-removal\"}"));

        assertThat(sync("--wait")).isEqualTo(new Gosling(1, "", "gosling: sync " + status + ": mass-removal\n"));
    }

    @Test
    void sync_serviceBusyAtFirst_isTriedAgainWithTheSameKey() {
        replies.add(new Reply(503, "{}", "0"));
        replies.add(new Reply(429, "{}", "0"));
        replies.add(new Reply(500, "no json", "0"));
        replies.add(Reply.of(202, QUEUED));

        assertThat(sync().code()).isZero();

        assertThat(calls).hasSize(4).extracting(Call::idempotencyKey).containsOnly(calls.getFirst()
                .idempotencyKey());
    }

    @Test
    void sync_serviceBusyForLong_givesUpAfterThreeMoreTries() {
        replies.add(new Reply(503, "{\"detail\":\"try again later\"}", "0"));

        assertThat(sync())
                .isEqualTo(new Gosling(
                        3, "", "gosling: the control plane refused: try again later (HTTP 503)\n"));
        assertThat(calls).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"400,1", "401,4", "403,4", "404,5", "409,6", "422,1"})
    void sync_refused_endsWithItsStatusAtOnce(int status, int code) {
        replies.add(Reply.problem(status));

        assertThat(sync())
                .isEqualTo(new Gosling(
                        code, "", "gosling: the control plane refused: as told (HTTP " + status + ")\n"));
        assertThat(calls).hasSize(1);
    }

    @Test
    void sync_refusedForAProgram_isADocument() {
        replies.add(Reply.problem(403));

        var result = sync("--output", "json");

        assertThat(result.code()).isEqualTo(4);
        assertThat(json(result.out()).path("ok").asBoolean(true)).isFalse();
        assertThat(json(result.out()).path("error").asString()).contains("as told");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--commit=main", "--timeout=soon", "--output=xml", "--api-key-file=/no/such/file", "extra"})
    void sync_usedWrongly_saysSoAndCallsNobody(String argument) {
        assertThat(sync(argument).code()).isEqualTo(2);
        assertThat(calls).isEmpty();
    }

    @Test
    void sync_nobodyNamed_saysWhatIsMissing() {
        assertThat(Gosling.run("sync").err()).contains("missing: --api-url URL, or GOSLING_API_URL");
        assertThat(Gosling.run("sync", "--api-url", "http://127.0.0.1:1").err())
                .contains("missing: --api-key-file FILE, or GOSLING_API_KEY");
    }

    @Test
    @Timeout(60)
    void sync_interrupted_endsWith130() throws Exception {
        replies.add(Reply.of(202, QUEUED));
        var process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                GoslingCli.class.getName(),
                "sync",
                "--wait");
        process.environment().put("GOSLING_API_URL", url());
        process.environment().put("GOSLING_API_KEY", "the-token");
        var gosling = process.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();

        int _ = new ProcessBuilder("kill", "-INT", Long.toString(gosling.pid()))
                .start()
                .waitFor();

        assertThat(gosling.waitFor()).isEqualTo(130);
    }
}
