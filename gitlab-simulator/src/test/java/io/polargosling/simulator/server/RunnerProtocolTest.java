package io.polargosling.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class RunnerProtocolTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private GitLabSimulator simulator;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        simulator = GitLabSimulator.start(GitLabSimulator.Options.defaults().withClock(now::get));
        simulator.createProject(5, "bakery/oven");
        simulator.setAccessToken("secret");
        caller = new Caller(simulator, "secret");
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void verify_knownUnknownAndWithoutSystemId_is200And403And400() {
        String token = caller.newRunner(5, "a");
        Caller.Answer known =
                caller.post("/api/v4/runners/verify", "{\"token\": \"" + token + "\", \"system_id\": \"s\"}");
        assertThat(known.status()).isEqualTo(200);
        assertThat(known.json().path("token").stringValue("")).isEqualTo(token);
        assertThat(caller.post("/api/v4/runners/verify", "{\"token\": \"glrt-no\", \"system_id\": \"s\"}")
                        .status())
                .isEqualTo(403);
        assertThat(caller.post("/api/v4/runners/verify", "{\"token\": \"" + token + "\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void request_tagsFit_givesTheOldestFittingJob() {
        String token = caller.newRunner(5, "a,b");
        simulator.enqueueJob(JobSpec.of(5, "other", "true").withTags("a", "c"));
        simulator.enqueueJob(JobSpec.of(5, "untagged", "true"));
        long fitting = simulator.enqueueJob(JobSpec.of(5, "fits", "echo hi").withTags("b"));
        simulator.enqueueJob(JobSpec.of(5, "later", "true").withTags("a"));

        Caller.Answer answer = caller.requestJob(token);
        assertThat(answer.status()).isEqualTo(201);
        JsonNode job = answer.json();
        assertThat(job.path("id").longValue()).isEqualTo(fitting);
        assertThat(job.at("/steps/0/script/0").stringValue("")).isEqualTo("echo hi");
        assertThat(job.at("/job_info/project_jobs_running_on_instance_runners_count")
                        .isString())
                .isTrue();
        assertThat(simulator.job(fitting).status()).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void request_pausedNothingFittingOrUnknown_is204And204And403() {
        String token = caller.newRunner(5, "a");
        assertThat(caller.requestJob(token).header("X-GitLab-Last-Update")).isNotEmpty();
        simulator.enqueueJob(JobSpec.of(5, "bake", "true").withTags("a"));
        caller.put("/api/v4/runners/" + simulator.runners().getFirst().id(), "{\"paused\": true}");
        assertThat(caller.requestJob(token).status()).isEqualTo(204);
        assertThat(caller.requestJob("glrt-no").status()).isEqualTo(403);
        assertThat(simulator.runners().getFirst().jobRequests()).isEqualTo(2);
    }

    @Test
    void request_otherProjectsRunner_getsNothing() {
        simulator.createProject(6, "bakery/shop");
        simulator.enqueueJob(JobSpec.of(5, "bake", "true"));
        assertThat(caller.requestJob(caller.newRunner(6, "")).status()).isEqualTo(204);
    }

    @Test
    void request_manyRunnersAtOnce_eachJobGoesToOneRunner() throws Exception {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tokens.add(caller.newRunner(5, ""));
        }
        for (int i = 0; i < 20; i++) {
            simulator.enqueueJob(JobSpec.of(5, "job-" + i, "true"));
        }
        List<Callable<Integer>> agents = new ArrayList<>();
        tokens.forEach(token -> agents.add(() -> {
            int taken = 0;
            while (caller.requestJob(token).status() == 201) {
                taken++;
            }
            return taken;
        }));
        int taken = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> agent : threads.invokeAll(agents)) {
                taken += agent.get();
            }
        }
        assertThat(taken).isEqualTo(20);
        assertThat(simulator.jobs())
                .allSatisfy(job -> assertThat(job.assignments()).hasSize(1));
    }

    @Test
    void trace_partsInOrder_areKeptAndGapsAreRefused() {
        Running running = running("");
        assertThat(running.trace("0-4", "hello").status()).isEqualTo(202);
        Caller.Answer gap = running.trace("7-8", "xx");
        assertThat(gap.status()).isEqualTo(416);
        assertThat(gap.header("Range")).isEqualTo("0-5");
        assertThat(running.trace("5-6", " w").status()).isEqualTo(202);
        assertThat(simulator.job(running.id()).trace()).isEqualTo("hello w");
    }

    @Test
    void finish_wrongSize_is412ThenTheWholeTraceIsTaken() {
        Running running = running("");
        running.trace("0-4", "hello");
        assertThat(running.update("{\"state\": \"success\", \"output\": {\"bytesize\": 6}}")
                        .status())
                .isEqualTo(412);
        assertThat(running.trace("0-5", "hello!").status()).isEqualTo(202);
        assertThat(running.update("{\"state\": \"success\", \"output\": {\"bytesize\": 6}}")
                        .status())
                .isEqualTo(200);
        assertThat(simulator.job(running.id()).status()).isEqualTo(JobStatus.SUCCESS);
    }

    @Test
    void finish_failed_keepsReasonAndExitCodeAndIsFinal() {
        Running running = running("");
        running.update("{\"state\": \"failed\", \"failure_reason\": \"script_failure\", \"exit_code\": 3}");
        JobReport job = simulator.job(running.id());
        assertThat(job.outcome().failureReason()).contains("script_failure");
        assertThat(job.outcome().exitCode()).contains(3);
        Caller.Answer again = running.update("{\"state\": \"success\"}");
        assertThat(again.status()).isEqualTo(403);
        assertThat(again.header("Job-Status")).isEqualTo("failed");
    }

    @Test
    void job_foreignToken_is403() {
        Running running = running("");
        Running forged = new Running(running.id(), "glcbt-no");
        assertThat(forged.update("{\"state\": \"success\"}").status()).isEqualTo(403);
        assertThat(simulator.job(running.id()).status()).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void cancel_runningJob_tellsTheAgentAndEndsAsCanceled() {
        Running running = running("");
        simulator.cancelJob(running.id());
        assertThat(running.update("{\"state\": \"running\"}").header("Job-Status"))
                .isEqualTo("canceling");
        running.update("{\"state\": \"failed\", \"failure_reason\": \"job_canceled\"}");
        assertThat(simulator.job(running.id()).status()).isEqualTo(JobStatus.CANCELED);
    }

    @Test
    void deletedRunner_withRunningJob_failsTheJob() {
        Running running = running("");
        assertThat(caller.delete("/api/v4/runners/"
                                + simulator.runners().getFirst().id())
                        .status())
                .isEqualTo(204);
        JobReport job = simulator.job(running.id());
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.outcome().failureReason()).contains("runner_system_failure");
        assertThat(running.update("{\"state\": \"success\"}").status()).isEqualTo(403);
    }

    @Test
    void unregister_byOwnToken_deletesTheRunner() {
        String token = caller.newRunner(5, "");
        String body = "{\"token\": \"" + token + "\", \"system_id\": \"s_1\"}";
        assertThat(caller.send("DELETE", "/api/v4/runners/managers", body, List.of())
                        .status())
                .isEqualTo(204);
        assertThat(simulator.runners().getFirst().deleted()).isFalse();
        assertThat(caller.send("DELETE", "/api/v4/runners", body, List.of()).status())
                .isEqualTo(204);
        assertThat(caller.requestJob(token).status()).isEqualTo(403);
    }

    @Test
    void silentAgent_afterAnHour_losesTheJob() {
        Running running = running("");
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(61)));
        assertThat(simulator.job(running.id()).status()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void expiredToken_isRefused() {
        JsonNode made = caller.post(
                        "/api/v4/user/runners",
                        "{\"runner_type\": \"instance_type\", \"token_expires_at\": \"2026-03-01T10:06:00Z\"}")
                .json();
        String token = made.path("token").stringValue("");
        assertThat(caller.requestJob(token).status()).isEqualTo(204);
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(7)));
        assertThat(caller.requestJob(token).status()).isEqualTo(403);
    }

    private Running running(String tags) {
        simulator.enqueueJob(JobSpec.of(5, "bake", "true").withTimeout(Duration.ofHours(9)));
        JsonNode job = caller.requestJob(caller.newRunner(5, tags)).json();
        return new Running(job.path("id").longValue(), job.path("token").stringValue(""));
    }

    private final class Running {
        private final long id;
        private final String token;

        Running(long id, String token) {
            this.id = id;
            this.token = token;
        }

        long id() {
            return id;
        }

        Caller.Answer update(String body) {
            return caller.send("PUT", "/api/v4/jobs/" + id, body, List.of("JOB-TOKEN", token));
        }

        Caller.Answer trace(String range, String part) {
            return caller.send(
                    "PATCH",
                    "/api/v4/jobs/" + id + "/trace?debug_trace=false",
                    part,
                    List.of("JOB-TOKEN", token, "Content-Range", range, "Content-Type", "text/plain"));
        }
    }
}
