package io.polargosling.simulator.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.polargosling.simulator.server.Fault;
import io.polargosling.simulator.server.GitLabSimulator;
import io.polargosling.simulator.server.JobReport;
import io.polargosling.simulator.server.JobSpec;
import io.polargosling.simulator.server.JobStatus;
import io.polargosling.simulator.server.JobVariable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent in this process against the simulator in this process; the jobs are real processes. */
final class AgentTest {

    private static final long PROJECT = 5;

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private GitLabSimulator simulator;
    private String token;
    private Agent agent;

    @BeforeEach
    void start() throws IOException {
        simulator = GitLabSimulator.start(GitLabSimulator.Options.defaults());
        simulator.createProject(PROJECT, "bakery/oven");
        simulator.setAccessToken("secret");
        token = RunnerTokens.create(simulator, PROJECT, "rye");
        agent = new Agent(config(1), folder, "s_test");
    }

    @AfterEach
    void stop() {
        agent.abort();
        threads.shutdown();
        agent.close();
        simulator.close();
    }

    @Test
    void job_success_streamsItsLogAndEnds() throws Exception {
        long id = enqueue(JobSpec.of(PROJECT, "bake", "echo \"loaf of $FLOUR\"", "pwd", "echo $CI_JOB_TOKEN $SECRET")
                .withVariables(JobVariable.masked("SECRET", "hush-hush")));
        run();
        JobReport job = finished(id);
        assertThat(job.status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(job.outcome().exitCode()).contains(0);
        assertThat(job.trace())
                .contains("$ pwd\n", "loaf of rye\n", "[MASKED] [MASKED]\n", "bakery/oven\n", "Job succeeded")
                .doesNotContain("hush-hush", "glcbt-");
        assertThat(job.runnerId()).contains(simulator.runners().getFirst().id());
        agent.quit();
        assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(agent.metrics().text()).contains("gitlab_runner_jobs_total 1");
    }

    @Test
    void job_failingScript_stopsThereWithItsExitCode() {
        long id = enqueue(JobSpec.of(PROJECT, "bake", "echo one", "(exit 7)", "echo two"));
        run();
        JobReport job = finished(id);
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.outcome()).isEqualTo(new JobReport.Outcome(Optional.of("script_failure"), Optional.of(7)));
        assertThat(job.trace()).contains("one\n", "exit status 7").doesNotContain("two\n");
    }

    @Test
    void job_overItsTime_isEndedWithAllItStarted() throws IOException {
        Path pids = folder.resolve("pids");
        long id = enqueue(JobSpec.of(PROJECT, "bake", "sleep 300 & echo $! > " + pids, "wait")
                .withTimeout(Duration.ofSeconds(1)));
        run();
        JobReport job = finished(id);
        assertThat(job.outcome().failureReason()).contains("job_execution_timeout");
        assertGone(pids);
    }

    @Test
    void job_canceled_isEndedSoon() throws IOException {
        Path pids = folder.resolve("pids");
        long id = enqueue(JobSpec.of(PROJECT, "bake", "echo started; echo $$ > " + pids, "sleep 300"));
        run();
        await().atMost(Duration.ofSeconds(15))
                .until(() -> simulator.job(id).trace().contains("started"));
        simulator.cancelJob(id);
        assertThat(finished(id).status()).isEqualTo(JobStatus.CANCELED);
        assertGone(pids);
    }

    @Test
    void twoJobs_concurrentTwo_runAtTheSameTime() {
        agent.reload(config(2));
        // Each waits for the other: alone neither could end.
        String meet = "touch %s; while [ ! -e %s ]; do sleep 0.05; done";
        Path a = folder.resolve("a");
        Path b = folder.resolve("b");
        long first = enqueue(JobSpec.of(PROJECT, "one", meet.formatted(a, b)).withTimeout(Duration.ofSeconds(20)));
        long second = enqueue(JobSpec.of(PROJECT, "two", meet.formatted(b, a)).withTimeout(Duration.ofSeconds(20)));
        run();
        assertThat(finished(first).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(finished(second).status()).isEqualTo(JobStatus.SUCCESS);
    }

    @Test
    void abort_runningJob_reportsItInterrupted() throws Exception {
        long id = enqueue(JobSpec.of(PROJECT, "bake", "sleep 300"));
        run();
        await().atMost(Duration.ofSeconds(15)).until(() -> simulator.job(id).status() == JobStatus.RUNNING);
        agent.abort();
        assertThat(ended.get(15, TimeUnit.SECONDS)).isTrue();
        assertThat(simulator.job(id).outcome().failureReason()).contains("runner_interrupted");
    }

    @Test
    void gitLab_unwellWhileTheJobEnds_getsTheWholeResultLater() {
        long id = enqueue(JobSpec.of(PROJECT, "bake", "echo through"));
        simulator.addFault(Fault.status("/api/v4/jobs/" + id, 3, 503));
        run();
        JobReport job = finished(id);
        assertThat(job.status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(job.trace()).contains("through\n").endsWith("Job succeeded\n");
    }

    @Test
    void runSingle_oneBuild_endsAfterIt() throws Exception {
        long id = enqueue(JobSpec.of(PROJECT, "bake", "echo one"));
        enqueue(JobSpec.of(PROJECT, "left", "echo two"));
        AgentConfig.Runner runner = config(1).runners().getFirst();
        assertThat(agent.runSingle(runner, 1, Duration.ofSeconds(30))).isTrue();
        assertThat(simulator.job(id).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(simulator.jobs().getLast().status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void runSingle_noJobInTime_ends() throws Exception {
        AgentConfig.Runner runner = config(1).runners().getFirst();
        assertThat(agent.runSingle(runner, 1, Duration.ofMillis(200))).isTrue();
        assertThat(simulator.runners().getFirst().jobRequests()).isPositive();
    }

    private AgentConfig config(int concurrent) {
        return AgentConfig.parse("""
                concurrent = %d
                check_interval = 1
                [[runners]]
                name = "egg"
                url = "%s"
                token = "%s"
                executor = "shell"
                environment = ["FLOUR=rye"]
                """.formatted(concurrent, simulator.url(), token));
    }

    private void run() {
        threads.execute(() -> {
            try {
                ended.complete(agent.run());
            } catch (InterruptedException e) {
                ended.completeExceptionally(e);
            }
        });
    }

    private long enqueue(JobSpec spec) {
        return simulator.enqueueJob(spec.withTags("rye"));
    }

    private JobReport finished(long id) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> simulator.job(id).status().finished());
        return simulator.job(id);
    }

    private static void assertGone(Path pids) throws IOException {
        long pid = Long.parseLong(Files.readString(pids).strip());
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(ProcessHandle.of(pid)
                                .map(ProcessHandle::isAlive)
                                .orElse(false))
                        .isFalse());
    }
}
