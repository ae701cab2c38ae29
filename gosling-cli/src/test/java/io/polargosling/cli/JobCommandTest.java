package io.polargosling.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.polargosling.cli.print.ExitCode;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.secrets.LocalSecrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobCommandTest {

    private static final Map<String, String> PIPELINE = Map.of("CI_COMMIT_REF_PROTECTED", "true");

    @TempDir
    private Path folder;

    private Path nest(String body) throws IOException {
        var nest = Files.createDirectories(folder.resolve("nest"));
        Files.createDirectories(nest.resolve("Eggs"));
        Files.createDirectories(nest.resolve("Jobs"));
        Files.writeString(nest.resolve("Jobs/nightly.fly"), """
                job "nightly" {
                  schedule = "@daily"
                  %s
                }
                """.formatted(body));
        return nest;
    }

    private Gosling exec(Map<String, String> variables, Path nest, Object... more) {
        var line = new ArrayList<Object>(List.of("job", "exec", "nightly", "--path", nest));
        line.addAll(List.of(more));
        return Gosling.with(variables, line.toArray());
    }

    @Test
    void exec_job_runsItsScriptInTheNest() throws IOException {
        var done = exec(
                PIPELINE,
                nest("script = \"pwd; ls Jobs; echo $GREETING\"\n  environment {\n    GREETING = \"hello\"\n  }"));

        assertThat(done.err()).isEmpty();
        assertThat(done.code()).isZero();
        assertThat(done.out()).contains("/nest\n", "nightly.fly\n", "hello\n");
    }

    @Test
    void exec_scriptThatFails_isAFailure() throws IOException {
        var failed = exec(PIPELINE, nest("script = \"echo before; false; echo after\""));

        assertThat(failed.code()).isEqualTo(ExitCode.FAILED);
        assertThat(failed.out()).isEqualTo("before\n");
        assertThat(failed.err()).contains("its script ended with status 1");
    }

    @Test
    void exec_scriptThatHangs_isEndedAfterItsTimeoutWithItsChildren() throws IOException {
        var nest = nest("timeout = \"1s\"\n  script = \"sleep 311 & sleep 312\"");
        long before = System.nanoTime();

        var failed = exec(PIPELINE, nest);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
        assertThat(failed.code()).isEqualTo(ExitCode.FAILED);
        assertThat(failed.err()).contains("after 1 s, its timeout");
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .noneMatch(child -> child.info().commandLine().orElse("").contains("sleep 31"));
    }

    @Test
    void exec_secretsOfTheEnvironment_areReadAndNotShown() throws IOException {
        var data = folder.resolve("data");
        LocalSecrets.open(data.toAbsolutePath(), Optional.empty(), false)
                .write(SecretUri.of("local://ci/deploy"), SecretValue.of("s3cret-value"));
        var nest = nest(
                "script = \"test ${#DEPLOY} = 12; echo it is $DEPLOY\"\n  environment {\n    DEPLOY = \"local://ci/deploy\"\n  }"
                        .replace("${", "$${"));

        var done = exec(PIPELINE, nest, "--data", data);
        var without = exec(PIPELINE, nest);

        assertThat(done.err()).isEmpty();
        assertThat(done.code()).isZero();
        assertThat(done.out()).isEqualTo("it is " + SecretValue.MASK + "\n");
        assertThat(without.code()).isEqualTo(ExitCode.FAILED);
        assertThat(without.err()).contains("environment.DEPLOY", "local").doesNotContain("ci/deploy");
    }

    @Test
    void exec_outsideOfAProtectedPipeline_isNotAllowed() throws IOException {
        var nest = nest("script = \"touch ran\"");

        for (var variables : List.of(Map.<String, String>of(), Map.of("CI_COMMIT_REF_PROTECTED", "false"))) {
            var refused = exec(variables, nest);
            assertThat(refused.code()).isEqualTo(ExitCode.NOT_ALLOWED);
            assertThat(refused.err()).contains("CI_COMMIT_REF_PROTECTED=true");
        }
        assertThat(nest.resolve("ran")).doesNotExist();
    }

    @Test
    void exec_anotherCommitThanThePipelines_isNotAllowed() throws IOException {
        var nest = nest("script = \"touch ran\"");
        Files.createDirectories(nest.resolve(".git"));
        Files.writeString(nest.resolve(".git/HEAD"), "a".repeat(40) + "\n");
        var variables = new HashMap<>(PIPELINE);
        variables.put("CI_COMMIT_SHA", "b".repeat(40));

        var refused = exec(variables, nest);
        assertThat(refused.code()).isEqualTo(ExitCode.NOT_ALLOWED);
        assertThat(nest.resolve("ran")).doesNotExist();

        variables.put("CI_COMMIT_SHA", "a".repeat(40));
        assertThat(exec(variables, nest).code()).isZero();
        assertThat(nest.resolve("ran")).exists();
    }

    @Test
    void exec_jobThatCannotRun_saysWhy() throws IOException {
        var nest = nest("script = \"true\"\n  enabled = false");
        assertThat(exec(PIPELINE, nest).code()).isEqualTo(ExitCode.CONFLICT);

        var broken = exec(PIPELINE, nest("script = 5"));
        assertThat(broken.code()).isEqualTo(ExitCode.FAILED);
        assertThat(broken.err()).contains("Jobs/nightly.fly:");

        var unknown = Gosling.with(PIPELINE, "job", "exec", "other", "--path", nest);
        assertThat(unknown.code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(Gosling.with(PIPELINE, "job", "exec", "../x").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void trigger_andList_callTheControlPlane() throws IOException {
        var calls = new CopyOnWriteArrayList<String>();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().toString();
            calls.add(exchange.getRequestMethod() + " " + path);
            int status = path.contains("/busy/") ? 409 : 200;
            byte[] body = answer(path).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            var api = Map.of(
                    "GOSLING_API_URL", "http://127.0.0.1:" + server.getAddress().getPort(), "GOSLING_API_KEY", "token");

            assertThat(Gosling.with(api, "job", "trigger", "nightly").out()).contains("op-1");
            assertThat(Gosling.with(api, "job", "trigger", "nightly", "--wait").out())
                    .isEqualTo("job nightly succeeded\n");
            assertThat(Gosling.with(api, "job", "trigger", "weekly", "--wait")).satisfies(failed -> {
                assertThat(failed.code()).isEqualTo(ExitCode.FAILED);
                assertThat(failed.err()).contains("job weekly failed: script_failure");
            });
            assertThat(Gosling.with(api, "job", "trigger", "busy").code()).isEqualTo(ExitCode.CONFLICT);
            assertThat(Gosling.with(api, "list", "jobs").out()).isEqualTo("nightly\nweekly\n");
            assertThat(Gosling.with(api, "list", "jobs", "--field", "schedule").out())
                    .isEqualTo("@daily\n\n");
            assertThat(Gosling.with(api, "list", "stars").code()).isEqualTo(ExitCode.USAGE);
            assertThat(calls).contains("GET /jobs?limit=500&cursor=a%2Fb");
        } finally {
            server.stop(0);
        }
    }

    private static String answer(String path) {
        if (path.startsWith("/jobs?")) {
            return path.contains("cursor")
                    ? "{\"items\":[{\"name\":\"weekly\"}],\"next_cursor\":null}"
                    : "{\"items\":[{\"name\":\"nightly\",\"schedule\":\"@daily\"}],\"next_cursor\":\"a/b\"}";
        }
        if (path.startsWith("/operations/")) {
            return "{\"status\":\"succeeded\",\"created_at\":\"2026-01-01T00:00:00Z\"}";
        }
        if (path.endsWith("/runs?limit=20")) {
            String how = path.contains("nightly") ? "succeeded" : "failed";
            return """
                    {"items":[
                      {"started_at":"2026-01-01T02:00:00Z","status":"running"},
                      {"started_at":"2026-01-01T00:00:01Z","status":"%s","error":"script_failure"},
                      {"started_at":"2025-01-01T00:00:00Z","status":"skipped"}]}
                    """.formatted(how);
        }
        return "{\"operation_id\":\"op-1\",\"status\":\"queued\",\"detail\":\"job-running\"}";
    }
}
