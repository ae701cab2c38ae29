package io.polargosling.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.polargosling.simulator.server.GitLabSimulator;
import io.polargosling.simulator.server.JobSpec;
import io.polargosling.simulator.server.JobStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program as it is delivered. */
@Timeout(120)
class GoslingIT {

    private static final String GOSLING = System.getProperty("gosling.program", "");
    private static final String STAND_IN = System.getProperty("agent.program", "");
    private static final String JAVA_HOME = System.getProperty("java.home", "");

    /** An agent with a job that would go on for ever, in a process group of its own as the real agent makes them. */
    private static final String WITH_JOB = """
            trap 'echo QUIT >>$seen/signals' QUIT
            trap 'echo TERM >>$seen/signals; kill -KILL $job; exit 1' TERM
            sh -c 'while :; do sleep 0.1; done' &
            job=$!
            echo $job >"$seen/job"
            echo "Checking for jobs... received      job=5 runner=z"
            echo $$ >>"$seen/ready"
            while :; do sleep 0.05; done
            """;

    @TempDir
    private Path folder = Path.of("");

    private final StubApi api = new StubApi();
    private final List<Process> started = new ArrayList<>();

    GoslingIT() throws IOException {}

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
        api.close();
    }

    @Test
    void gosling_killed_takesAgentAndJobWithIt() throws Exception {
        var agent = FakeAgent.make(folder, WITH_JOB);
        var gosling = runner(agent.program().toString());
        agent.awaitReady(1);
        gosling.destroyForcibly();
        assertEnded(agent);
        assertThat(agent.seen("signals")).containsExactly("TERM");
    }

    @Test
    void gosling_killedWithAnAgentThatCrashedBefore_leavesNoJob() throws Exception {
        var agent = FakeAgent.make(folder, WITH_JOB);
        var gosling = runner(agent.program().toString());
        agent.awaitReady(1);
        kill("KILL", Long.parseLong(agent.seen("pids").getFirst()));
        long job = Long.parseLong(agent.seen("job").getFirst());
        await().atMost(20, TimeUnit.SECONDS).until(() -> !FakeAgent.alive(job));
        agent.awaitReady(2);
        gosling.destroyForcibly();
        assertEnded(agent);
    }

    @Test
    void gosling_terminated_drainsAndEndsWithZero() throws Exception {
        var agent = FakeAgent.make(folder, FakeAgent.PATIENT);
        var gosling = runner(agent.program().toString());
        agent.awaitReady(1);
        gosling.destroy();
        assertThat(gosling.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(gosling.exitValue()).isZero();
        assertThat(agent.seen("signals")).containsExactly("QUIT");
    }

    @Test
    void gosling_interrupted_endsTheAgentAndItself() throws Exception {
        var agent = FakeAgent.make(folder, WITH_JOB);
        var gosling = runner(agent.program().toString());
        agent.awaitReady(1);
        kill("INT", gosling.pid());
        assertThat(gosling.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(gosling.exitValue()).isEqualTo(130);
        assertEnded(agent);
    }

    @Test
    void gosling_ownEnvironment_isNotTheAgents() throws Exception {
        var agent = FakeAgent.make(folder, FakeAgent.PATIENT);
        var gosling = runner(agent.program().toString());
        agent.awaitReady(1);
        assertThat(agent.seen("environment"))
                .map(pair -> pair.substring(0, pair.indexOf('=')))
                .containsExactlyInAnyOrder("PATH", "HOME", "LANG");
        gosling.destroy();
        assertThat(gosling.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void gosling_withStandInAgent_runsAJobOfGitLab() throws Exception {
        try (var gitlab = GitLabSimulator.start(GitLabSimulator.Options.defaults())) {
            gitlab.createProject(5, "bakery/oven");
            gitlab.setAccessToken("secret");
            JsonNode made = makeRunner(gitlab.url());
            var answer = api.enrolment();
            answer.putObject("gitlab")
                    .put("url", gitlab.url().toString())
                    .put("runner_id", made.path("id").asLong())
                    .put("token", made.path("token").asString())
                    .put("mode", "own");
            Answers.config(answer).putObject("environment").put("FLOUR", "rye & \"wheat\"");

            var gosling = runner(STAND_IN);
            long job = gitlab.enqueueJob(
                    JobSpec.of(5, "bake", "echo flour is $FLOUR", "echo secret is ${GOSLING_TEST_SECRET:-unknown}")
                            .withTags("rye"));
            await().atMost(40, TimeUnit.SECONDS).until(() -> gitlab.job(job).status() == JobStatus.SUCCESS);
            assertThat(gitlab.job(job).trace())
                    .contains("flour is rye & \"wheat\"")
                    .contains("secret is unknown");
            assertThat(gitlab.job(job).runnerId()).contains(made.path("id").asLong());
            gosling.destroy();
            assertThat(gosling.waitFor(40, TimeUnit.SECONDS)).isTrue();
            assertThat(gosling.exitValue()).isZero();
            assertThat(folder.resolve("work/agent.log"))
                    .content()
                    .doesNotContain(made.path("token").asString());
        }
    }

    private static JsonNode makeRunner(URI gitlab) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(gitlab.resolve("/api/v4/user/runners"))
                .header("PRIVATE-TOKEN", "secret")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"runner_type\": \"project_type\", \"project_id\": 5, \"tag_list\": \"rye\"}"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return new JsonMapper()
                    .readTree(http.send(request, HttpResponse.BodyHandlers.ofString())
                            .body());
        }
    }

    private void assertEnded(FakeAgent agent) {
        for (String pid :
                List.of(agent.seen("pids").getLast(), agent.seen("job").getLast())) {
            await().atMost(40, TimeUnit.SECONDS).until(() -> !FakeAgent.alive(Long.parseLong(pid)));
        }
    }

    private static void kill(String signal, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                        .start()
                        .waitFor())
                .isZero();
    }

    private Process runner(String agent) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "enrol-me", StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        // A build started in the background ignores interrupts, and its children inherit that.
        var builder = new ProcessBuilder(
                        "env",
                        "--default-signal=INT,QUIT",
                        GOSLING,
                        "runner",
                        "--runner-id=abc123def456",
                        "--egg-name=web",
                        "--mothergoose-url=" + api.url(),
                        "--enrolment-token-file=" + token,
                        "--work-dir=" + folder.resolve("work"),
                        "--agent=" + agent)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("gosling.log").toFile());
        builder.environment().put("JAVA_HOME", JAVA_HOME);
        // The stand-in agent, a Java program too, finds its Java here: it does not get JAVA_HOME.
        builder.environment().put("PATH", JAVA_HOME + "/bin:" + System.getenv("PATH"));
        builder.environment().put("GOSLING_TEST_SECRET", "glpat-hidden");
        Process gosling = builder.start();
        started.add(gosling);
        return gosling;
    }
}
