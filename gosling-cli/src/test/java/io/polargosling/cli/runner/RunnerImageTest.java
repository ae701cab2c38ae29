package io.polargosling.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image of {@code docker/runner}: its Dockerfile as text, its entrypoint with stand-ins. */
@Timeout(60)
class RunnerImageTest {

    private static final Path IMAGE = Path.of("../docker/runner");

    @TempDir
    private Path root = Path.of("");

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "GOSLING_RUNNER_ID", "abc123def456",
            "GOSLING_EGG_NAME", "web",
            "GOSLING_API_URL", "https://goose.example.org/api/",
            "GOSLING_ENROLMENT_TOKEN", "enrol-me-once",
            "GOSLING_LIFETIME", "3600"));

    @BeforeEach
    void makeRoot() throws IOException {
        Files.createDirectories(root.resolve("tmp"));
        Files.createDirectories(root.resolve("var/lib/gosling"));
        gosling("");
    }

    /** A gosling that leaves what it was told, and then does {@code script}. */
    private void gosling(String script) throws IOException {
        var program = Files.createDirectories(root.resolve("usr/local/bin")).resolve("gosling");
        Files.writeString(
                program,
                "#!/bin/sh\nseen='" + root + "'\necho \"$*\" >>\"$seen/arguments\"\n"
                        + "tr '\\0' '\\n' </proc/$$/environ >\"$seen/environment\"\necho $$ >\"$seen/pid\"\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Process start() throws IOException {
        var builder = new ProcessBuilder(IMAGE.resolve("entrypoint").toString()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("GOSLING_ROOT", root.toString());
        var process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private String run(int status) throws Exception {
        var process = start();
        // A child that stays would keep the output open for ever; this closes it.
        var limit = CompletableFuture.runAsync(
                process::destroyForcibly, CompletableFuture.delayedExecutor(20, TimeUnit.SECONDS));
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        limit.cancel(false);
        assertThat(process.exitValue()).as(output).isEqualTo(status);
        return output;
    }

    private List<String> seen(String file) throws IOException {
        return Files.readAllLines(root.resolve(file));
    }

    @Test
    void dockerfile_everythingFromOutside_isPinned() throws IOException {
        var text = Files.readString(IMAGE.resolve("Dockerfile")).replace("\\\n", " ");
        var lines = text.lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("#"))
                .toList();

        assertThat(lines.stream().filter(line -> line.startsWith("FROM "))).containsExactly("FROM ${BASE}");
        assertThat(lines.stream().filter(line -> line.startsWith("ARG BASE") || line.contains("SHA256=")))
                .as("no default")
                .containsOnly("ARG BASE");
        assertThat(lines).contains("ARG GITLAB_RUNNER_SHA256", "ARG GITLAB_RUNNER_VERSION=19.4.0");
        assertThat(lines.stream().filter(line -> line.startsWith("ADD ")))
                .isNotEmpty()
                .allMatch(line -> line.contains("--checksum=sha256:${GITLAB_RUNNER_SHA256}"));
        assertThat(lines.stream().filter(line -> line.startsWith("RUN ")))
                .noneMatch(line -> line.contains("curl ") && line.contains("http"))
                .anyMatch(line -> line.contains("@sha256:") && line.contains("exit 1"));
        assertThat(text).doesNotContain("latest", "--privileged", "curl |");
    }

    @Test
    void dockerfile_run_isByAnotherUserThanRootAndEndsBySigterm() throws IOException {
        var lines = Files.readAllLines(IMAGE.resolve("Dockerfile"));

        assertThat(lines).contains("USER gitlab-runner", "STOPSIGNAL SIGTERM");
        assertThat(lines).last().isEqualTo("ENTRYPOINT [\"/usr/local/bin/gosling-runner\"]");
        assertThat(lines).contains("COPY --chmod=755 entrypoint /usr/local/bin/gosling-runner");
    }

    @Test
    void entrypoint_container_becomesGoslingWithItsOwnVariablesOnly() throws Exception {
        environment.put("DEPLOY", "of the egg");
        environment.put("PATH", "/of/the/egg");
        environment.put("AWS_SECRET_ACCESS_KEY", "hidden");
        gosling("exit 7\n");

        assertThat(run(7)).isEmpty();

        var folder = root.resolve("var/lib/gosling/abc123def456");
        assertThat(seen("arguments"))
                .containsExactly("runner --runner-id abc123def456 --egg-name web --mothergoose-url"
                        + " https://goose.example.org/api/ --enrolment-token-file " + folder + "/token --work-dir "
                        + folder + " --agent " + root
                        + "/usr/local/bin/gitlab-runner --drain-limit 540s --max-lifetime 3480s");
        assertThat(seen("environment").stream().map(line -> line.replaceAll("=.*", "")))
                .containsExactlyInAnyOrder("PATH", "HOME", "LANG");
        assertThat(folder.resolve("token")).hasContent("enrol-me-once");
        assertThat(Files.getPosixFilePermissions(folder.resolve("token")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void entrypoint_diskAndRift_areUsed() throws Exception {
        Files.createDirectories(root.resolve("builds"));
        environment.put("GOSLING_RIFT_SERVER", "rift.example.org:5000");
        environment.put("ECS_CONTAINER_METADATA_URI_V4", "http://169.254.170.2/v4/x");
        environment.put("GOSLING_LIFETIME", "60");

        run(0);

        assertThat(seen("arguments").getFirst())
                .contains("--work-dir " + root + "/builds/abc123def456 ")
                .endsWith("--drain-limit 20s --max-lifetime 30s");
        assertThat(seen("environment")).contains("GOSLING_RIFT_SERVER=rift.example.org:5000");
    }

    @Test
    void entrypoint_signal_reachesGoslingItself() throws Exception {
        gosling("trap 'exit 5' TERM\necho ready\nwhile :; do sleep 0.05; done\n");
        var process = start();
        try (var lines = process.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("ready");
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(process.exitValue()).isEqualTo(5);
        assertThat(seen("pid")).as("no process between").containsExactly(Long.toString(process.pid()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GOSLING_RUNNER_ID",
                "GOSLING_EGG_NAME",
                "GOSLING_API_URL",
                "GOSLING_ENROLMENT_TOKEN",
                "GOSLING_LIFETIME"
            })
    void entrypoint_variableIsMissing_isNamedAndNothingRuns(String name) throws Exception {
        environment.remove(name);

        assertThat(run(64)).contains(name + " is not set");
        assertThat(root.resolve("arguments")).doesNotExist();
    }

    @Test
    void entrypoint_lifetimeIsNoNumber_isRefused() throws Exception {
        environment.put("GOSLING_LIFETIME", "1; id");

        assertThat(run(64)).contains("GOSLING_LIFETIME 1; id (expected: seconds)");
    }

    @Test
    void entrypoint_runnerHasEnrolled_writesNoTokenAgain() throws Exception {
        var folder = Files.createDirectories(root.resolve("var/lib/gosling/abc123def456"));
        Files.writeString(folder.resolve("enrolled-abc123def456.json"), "{}");

        run(0);

        assertThat(folder.resolve("token")).doesNotExist();
    }

    /** Lambda's side: hands out calls, takes answers; when there is none left, ends the conversation. */
    private static final class RuntimeApi implements AutoCloseable {

        private final HttpServer server;
        private final List<String> answers = new CopyOnWriteArrayList<>();
        private int left;

        RuntimeApi(int calls) throws IOException {
            left = calls;
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/2018-06-01/runtime/invocation/", exchange -> {
                try (exchange) {
                    var path = exchange.getRequestURI().getPath();
                    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                    boolean next = path.endsWith("/next");
                    if (!next) {
                        answers.add(path.replaceAll(".*/invocation/", "") + " " + body);
                    }
                    exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", "call-" + left);
                    exchange.sendResponseHeaders(!next ? 202 : left-- > 0 ? 200 : 500, -1);
                }
            });
            server.start();
        }

        String address() {
            return "127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Test
    void entrypoint_lambda_runsGoslingOnceForEachCallAndAnswers() throws Exception {
        gosling("[ -e \"$seen/second\" ] || { touch \"$seen/second\"; exit 0; }\nexit 6\n");
        try (var api = new RuntimeApi(2)) {
            environment.put("AWS_LAMBDA_RUNTIME_API", api.address());
            environment.put("AWS_SESSION_TOKEN", "hidden");

            assertThat(run(64)).contains("the runtime API gave no call");

            assertThat(api.answers)
                    .containsExactly(
                            "call-2/response {\"status\":0}",
                            "call-1/error {\"errorType\":\"gosling.Exit\",\"errorMessage\":\"gosling ended with 6\"}");
            assertThat(seen("arguments")).hasSize(2);
            assertThat(String.join("\n", seen("environment"))).doesNotContain("AWS_", "hidden");
        }
    }

    @Test
    void entrypoint_lambdaWithoutItsVariables_answersWithAnError() throws Exception {
        try (var api = new RuntimeApi(1)) {
            environment.put("AWS_LAMBDA_RUNTIME_API", api.address());
            environment.remove("GOSLING_API_URL");

            assertThat(run(64)).contains("GOSLING_API_URL is not set");

            assertThat(api.answers)
                    .singleElement()
                    .asString()
                    .startsWith("call-1/error ")
                    .contains("gosling.Environment");
        }
    }

    @Test
    void entrypoint_lambdaIsToldToEnd_tellsGosling() throws Exception {
        gosling("trap 'exit 3' TERM\necho >\"$seen/ready\"\nwhile :; do sleep 0.05; done\n");
        try (var api = new RuntimeApi(1)) {
            environment.put("AWS_LAMBDA_RUNTIME_API", api.address());
            var process = start();
            await().atMost(20, TimeUnit.SECONDS).until(() -> Files.exists(root.resolve("ready")));
            process.destroy();

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(api.answers).singleElement().asString().contains("gosling ended with 3");
        }
    }
}
