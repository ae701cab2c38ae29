package io.polargosling.cli.binaries;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.polargosling.cli.print.ExitCode;
import io.polargosling.domain.object.Sha256;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class BinariesCommandTest {

    private static final String BUILD = """
            {"binary_name":"%s","version_id":"x","version":"%s","os_arch":"linux-amd64","source":"upload",
             "s3_path":"p","sha256_hash":"ab","downloaded_at":"2026-03-01T12:00:00.123456Z","uploaded_by":"ann",
             "activated_at":null,"active":%s}
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Duration> waits = new CopyOnWriteArrayList<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final Map<String, String> variables = new HashMap<>();
    private HttpServer server;

    private record Seen(String call, String body, String key, String once) {}

    private record Answer(int status, String body, String retryAfter) {}

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        variables.put(
                "GOSLING_API_URL", "http://127.0.0.1:" + server.getAddress().getPort());
        variables.put("GOSLING_API_KEY", "planted-key");
    }

    @AfterEach
    void close() {
        server.stop(0);
        assertThat(out + "" + err).doesNotContain("planted-key");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            seen.add(new Seen(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1),
                    headers.getFirst("Authorization"),
                    String.valueOf(headers.getFirst("Idempotency-Key"))));
            var next = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
            if (!next.retryAfter().isEmpty()) {
                exchange.getResponseHeaders().add("Retry-After", next.retryAfter());
            }
            var bytes = next.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(next.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void willAnswer(int status, String body) {
        answers.add(new Answer(status, body, ""));
    }

    private int run(String... line) {
        return BinariesCommand.with(variables, waits::add)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(line);
    }

    @Test
    void list_twoPages_printsALineForEachAndMarksTheActive() {
        willAnswer(
                200,
                "{\"items\":[" + BUILD.formatted("opentofu", "1.12.6", true)
                        + "],\"next_cursor\":\"a b&c\",\"total\":null}");
        willAnswer(
                200,
                "{\"items\":[" + BUILD.formatted("opentofu", "1.11.0", false)
                        + "],\"next_cursor\":null,\"total\":null}");

        assertThat(run("list", "opentofu")).isEqualTo(ExitCode.DONE);

        assertThat(out.toString().lines())
                .containsExactly(
                        "  BINARY         VERSION                  PLATFORM       STORED                     SOURCE",
                        "* opentofu       1.12.6                   linux-amd64    2026-03-01T12:00:00Z       upload",
                        "  opentofu       1.11.0                   linux-amd64    2026-03-01T12:00:00Z       upload");
        assertThat(seen)
                .extracting(Seen::call)
                .containsExactly(
                        "GET /admin/binaries/opentofu/versions?limit=500",
                        "GET /admin/binaries/opentofu/versions?limit=500&cursor=a+b%26c");
        assertThat(seen).allMatch(call -> call.key().equals("Bearer planted-key"));
    }

    @Test
    void list_asJson_isOneDocument() {
        willAnswer(200, "{\"items\":[" + BUILD.formatted("gosling", "1.0.0", false) + "],\"next_cursor\":null}");

        assertThat(run("list", "--output", "json")).isZero();

        var document = new JsonMapper().readTree(out.toString());
        assertThat(document.propertyNames()).containsExactly("command", "ok", "result", "findings", "error");
        assertThat(document.path("command").asString()).isEqualTo("binaries list");
        assertThat(document.path("ok").asBoolean()).isTrue();
        assertThat(document.path("result").path(0).path("version").asString()).isEqualTo("1.0.0");
        assertThat(document.path("error").isNull()).isTrue();
    }

    @Test
    void upload_file_isSentWithItsChecksum() throws Exception {
        var file = Files.write(folder.resolve("tofu"), new byte[] {1, 2, (byte) 200});
        willAnswer(201, BUILD.formatted("opentofu", "1.12.6", false));

        assertThat(run("upload", "opentofu", file.toString(), "--version", "1.12.6"))
                .isZero();

        assertThat(out.toString()).startsWith("stored opentofu 1.12.6 linux-amd64 sha256 ab");
        assertThat(seen.getFirst().call()).isEqualTo("POST /admin/binaries/upload");
        assertThat(seen.getFirst().body())
                .contains(
                        "name=\"binary_name\"\r\n\r\nopentofu\r\n",
                        "name=\"version\"\r\n\r\n1.12.6\r\n",
                        "name=\"os_arch\"\r\n\r\nlinux-amd64\r\n",
                        "name=\"checksum\"\r\n\r\n" + Sha256.of(file) + "\r\n",
                        "name=\"file\"; filename=\"tofu\"\r\n\r\n\u0001\u0002\u00c8\r\n--");
    }

    @Test
    void upload_otherThanTheChecksumSays_sendsNothing() throws Exception {
        var file = Files.write(folder.resolve("tofu"), new byte[] {1});

        assertThat(run("upload", "opentofu", file.toString(), "--version", "1.12.6", "--checksum", "0".repeat(64)))
                .isEqualTo(ExitCode.FAILED);

        assertThat(err.toString()).contains("nothing was sent", Sha256.of(file).value());
        assertThat(run("upload", "opentofu", folder.resolve("none").toString(), "--version", "1.12.6"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(seen).isEmpty();
    }

    @Test
    void activateAndRollback_done_sayWhatIsActive() {
        willAnswer(200, "{\"version\":\"1.12.6\",\"previous\":\"1.11.0\"}");

        assertThat(run("activate", "opentofu", "1.12.6")).isZero();
        assertThat(run("rollback", "opentofu")).isZero();

        assertThat(out.toString().lines())
                .containsOnly("opentofu 1.12.6 is active; a rollback goes back to 1.11.0")
                .hasSize(2);
        assertThat(seen)
                .extracting(Seen::call)
                .containsExactly("POST /admin/binaries/opentofu/activate", "POST /admin/binaries/opentofu/rollback");
        assertThat(seen.getFirst().body()).isEqualTo("{\"version\":\"1.12.6\"}");
    }

    @ParameterizedTest
    @CsvSource({"400, 1", "401, 4", "403, 4", "404, 5", "409, 6", "422, 1", "500, 3", "503, 3"})
    void activate_refused_endsWithItsStatus(int status, int code) {
        willAnswer(status, "{\"title\":\"No\",\"detail\":\"because of this\"}");

        assertThat(run("activate", "opentofu", "1.12.6", "--output", "json")).isEqualTo(code);
        assertThat(run("activate", "opentofu", "1.12.6")).isEqualTo(code);

        assertThat(err.toString()).contains("because of this (HTTP " + status + ")");
        assertThat(new JsonMapper().readTree(out.toString()).path("error").asString())
                .contains("because of this (HTTP " + status + ")");
    }

    @Test
    void activate_passingTrouble_isTriedThreeTimesMoreWithOneKey() {
        answers.add(new Answer(503, "", ""));
        answers.add(new Answer(429, "", "7"));
        answers.add(new Answer(500, "{}", ""));
        willAnswer(200, "{\"version\":\"1.12.6\",\"previous\":null}");

        assertThat(run("activate", "opentofu", "1.12.6")).isZero();

        assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(7), Duration.ofSeconds(4));
        assertThat(seen)
                .extracting(Seen::once)
                .hasSize(4)
                .doesNotContain("null")
                .containsOnly(seen.getFirst().once());
    }

    @Test
    void rollback_maybeCarriedOut_isNotRepeated() {
        willAnswer(500, "");
        assertThat(run("rollback", "opentofu")).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(seen).hasSize(1);

        answers.clear();
        willAnswer(429, "");
        willAnswer(200, "{\"version\":\"1.11.0\",\"previous\":\"1.12.6\"}");
        assertThat(run("rollback", "opentofu")).isZero();
    }

    @Test
    void list_nobodyListens_isUnreachable() {
        server.stop(0);

        assertThat(run("list")).isEqualTo(ExitCode.UNREACHABLE);

        assertThat(waits).hasSize(3);
        assertThat(err.toString()).contains("connection refused");
    }

    @Test
    void list_answerThatIsNoJson_isUnreachable() {
        willAnswer(200, "<html>");

        assertThat(run("list")).isEqualTo(ExitCode.UNREACHABLE);
    }

    @Test
    void list_keyInAFile_isUsed() throws Exception {
        willAnswer(200, "{\"items\":[],\"next_cursor\":null}");
        var file = Files.writeString(folder.resolve("key"), "key-of-a-file\n");

        assertThat(run("list", "--api-key-file", file.toString())).isZero();

        assertThat(seen.getFirst().key()).isEqualTo("Bearer key-of-a-file");
    }

    @ParameterizedTest
    @CsvSource({
        "list tofu",
        "list ../tokens",
        "activate opentofu v1.2.3",
        "activate opentofu",
        "rollback",
        "upload opentofu x",
        "upload opentofu x --version 1.2.3 --os-arch plan9-mips",
        "list --timeout 0"
    })
    void commandLine_wrong_isUsageAndCallsNothing(String line) {
        assertThat(run(line.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(seen).isEmpty();
    }

    @Test
    void commandLine_noUrlOrNoKeyOrUnsafeUrl_saysSo() {
        assertThat(run("list", "--api-url", "http://192.0.2.1")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("https://HOST");
        variables.remove("GOSLING_API_KEY");
        assertThat(run("list")).isEqualTo(ExitCode.USAGE);
        variables.remove("GOSLING_API_URL");
        assertThat(run("list")).isEqualTo(ExitCode.USAGE);
    }
}
