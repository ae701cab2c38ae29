package io.polargosling.simulator.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.polargosling.simulator.server.GitLabSimulator;
import io.polargosling.simulator.server.JobReport;
import io.polargosling.simulator.server.JobSpec;
import io.polargosling.simulator.server.JobStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged agent and server as processes, with real signals. */
final class AgentIT {

    private static final Path BIN =
            Path.of(System.getProperty("agent.folder", "target/agent")).resolve("bin");
    private static final long PROJECT = 5;

    @TempDir
    private Path folder;

    private GitLabSimulator simulator;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        simulator = GitLabSimulator.start(GitLabSimulator.Options.defaults());
        simulator.createProject(PROJECT, "bakery/oven");
        simulator.setAccessToken("secret");
        Files.writeString(config(), """
                check_interval = 1
                shutdown_timeout = 10
                [[runners]]
                name = "egg"
                url = "%s"
                token = "%s"
                executor = "shell"
                """.formatted(simulator.url(), RunnerTokens.create(simulator, PROJECT, "rye")));
    }

    @AfterEach
    void stop() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        simulator.close();
    }

    @Test
    void version_printsTheLineOthersRead() throws Exception {
        Process agent = launch(List.of(BIN.resolve("gitlab-runner").toString(), "--version"));
        String output = new String(agent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output).startsWith("Version:      19.4.0");
        assertThat(agent.waitFor()).isZero();
    }

    @Test
    void badConfig_isRefusedWithItsLine() throws Exception {
        Files.writeString(config(), "concurrent = 1.5\n");
        Process agent = runAgent();
        String output = new String(agent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(agent.waitFor()).isEqualTo(2);
        assertThat(output).contains("line 1");
    }

    @Test
    void quit_duringAJob_finishesItAndTakesNoOther() throws Exception {
        Path go = folder.resolve("go");
        long id = enqueue("echo working", "while [ ! -e " + go + " ]; do sleep 0.1; done", "echo done");
        long next = enqueue("echo never");
        Process agent = runAgent();
        awaitLog(id, "working");
        signal("QUIT", agent);
        signal("QUIT", agent);
        Files.createFile(go);
        assertThat(agent.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(agent.exitValue()).isZero();
        assertThat(simulator.job(id).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(simulator.job(next).status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void quit_startedInTheBackgroundOfAScript_isHeardToo() throws Exception {
        // Such a shell starts background jobs with INT and QUIT ignored, as a provisioner does.
        Path pid = folder.resolve("pid");
        long id = enqueue("echo ready");
        Process script = launch(List.of(
                "sh",
                "-c",
                "\"$0\" run --config \"$1\" --working-directory \"$2\" & echo $! > \"$3\"; wait $!",
                BIN.resolve("gitlab-runner").toString(),
                config().toString(),
                folder.toString(),
                pid.toString()));
        await().atMost(Duration.ofSeconds(20)).until(() -> simulator.job(id).status() == JobStatus.SUCCESS);
        kill("QUIT", Long.parseLong(Files.readString(pid).strip()));
        assertThat(script.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(script.exitValue()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void termOrInt_duringAJob_interruptsIt(String name) throws Exception {
        long id = enqueue("echo working", "sleep 300");
        Process agent = runAgent();
        awaitLog(id, "working");
        signal(name, agent);
        assertThat(agent.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(agent.exitValue()).isZero();
        assertThat(simulator.job(id).outcome().failureReason()).contains("runner_interrupted");
    }

    @Test
    void kill_ofTheLauncher_endsTheJvmAndItsJob() throws Exception {
        long id = enqueue("echo working", "sleep 300");
        Process agent = runAgent();
        awaitLog(id, "working");
        List<ProcessHandle> below = agent.descendants().toList();
        assertThat(below).isNotEmpty();
        agent.destroyForcibly().waitFor();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(below).noneMatch(ProcessHandle::isAlive));
        assertThat(simulator.job(id).outcome().failureReason()).contains("runner_interrupted");
    }

    @Test
    void hup_afterTheConfigChanged_worksByTheNewOne() throws Exception {
        Path a = folder.resolve("a");
        Path b = folder.resolve("b");
        String meet = "echo working; touch %s; while [ ! -e %s ]; do sleep 0.1; done";
        long first = enqueue(meet.formatted(a, b));
        long second = enqueue(meet.formatted(b, a));
        Process agent = runAgent();
        awaitLog(first, "working");
        Files.writeString(config(), "concurrent = 2\n" + Files.readString(config()));
        signal("HUP", agent);
        await().atMost(Duration.ofSeconds(20)).until(() -> simulator.job(second).status() == JobStatus.SUCCESS);
    }

    @Test
    void runSingle_oneBuild_exitsZeroThoughTheJobFailed() throws Exception {
        long id = enqueue("false");
        Process agent = launch(List.of(
                BIN.resolve("gitlab-runner").toString(),
                "run-single",
                "--config",
                config().toString(),
                "--working-directory",
                folder.toString(),
                "--runner",
                "egg",
                "--max-builds",
                "1",
                "--wait-timeout",
                "30"));
        assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(agent.exitValue()).isZero();
        JobReport job = simulator.job(id);
        assertThat(job.outcome().failureReason()).contains("script_failure");
    }

    @Test
    void server_started_saysItsUrlAndStopsOnTerm() throws Exception {
        Process server = launch(List.of(BIN.resolve("gitlab-simulator").toString(), "--port", "0"));
        try (BufferedReader output = server.inputReader()) {
            assertThat(output.readLine()).matches("gitlab simulator listening url=http://127\\.0\\.0\\.1:\\d+");
            server.destroy();
            assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
        }
    }

    private Path config() {
        return folder.resolve("config.toml");
    }

    private long enqueue(String... script) {
        return simulator.enqueueJob(JobSpec.of(PROJECT, "bake", script).withTags("rye"));
    }

    private Process runAgent() throws IOException {
        return launch(List.of(
                BIN.resolve("gitlab-runner").toString(),
                "run",
                "--config",
                config().toString(),
                "--working-directory",
                folder.toString()));
    }

    private Process launch(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private void awaitLog(long job, String text) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> simulator.job(job).trace().contains(text + "\n"));
    }

    private static void signal(String name, Process process) throws Exception {
        kill(name, process.pid());
    }

    private static void kill(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("sh", "-c", "kill -s " + name + " " + pid)
                        .start()
                        .waitFor())
                .isZero();
    }
}
