package io.polargosling.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.job.JobRow;
import io.polargosling.domain.job.JobRun;
import io.polargosling.domain.job.JobRun.Progress;
import io.polargosling.domain.job.JobRun.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobTest {

    private final RunningApi api = RunningApi.get();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private JobName job(boolean enabled) {
        var name = JobName.of("job-" + UUID.randomUUID().toString().substring(0, 8));
        var config = """
                {"environment":{"A":"1","B":"local://a/b"},"name":"%s","runner":{"tags":["big"],"type":"vm"},
                "schedule":"@daily","script":"gosling validate","timeout":120,"timezone":"Europe/Berlin"}
                """.formatted(name);
        var declared = new JobRow.Declared(config, "a".repeat(64), "@daily", "Europe/Berlin", Fixtures.COMMIT);
        api.storage().jobs().apply(name, declared, enabled, now, Fixtures.audit("job/" + name), Fixtures.fence());
        return name;
    }

    private void run(JobName job, Instant startedAt, Progress progress) {
        var run = new JobRun(job, startedAt, "schedule", OptionalLong.of(5), Optional.empty(), progress);
        api.storage().jobRuns().save(run, Fixtures.fence());
    }

    @Test
    void job_stored_isShownWithoutTheValuesOfItsEnvironment() {
        var name = job(true);

        var reply = api.admin().get("/jobs/" + name);

        assertThat(reply.status()).isEqualTo(200);
        var body = reply.json();
        assertThat(body.path("schedule").asString()).isEqualTo("@daily");
        assertThat(body.path("type").asString()).isEqualTo("vm");
        assertThat(body.path("tags").path(0).asString()).isEqualTo("big");
        assertThat(body.path("timeout_seconds").asLong()).isEqualTo(120);
        assertThat(body.path("environment").valueStream().map(entry -> entry.asString()))
                .containsExactly("A", "B");
        assertThat(body.path("git_commit").asString()).isEqualTo(Fixtures.COMMIT.value());
        assertThat(body.path("next_run").isNull()).isTrue();
        assertThat(body.toString()).doesNotContain("local://");
        assertThat(api.admin()
                        .get("/jobs?limit=500")
                        .json()
                        .path("items")
                        .valueStream()
                        .map(item -> item.path("name").asString()))
                .contains(name.value());
    }

    @Test
    void runs_some_areNewestFirst() {
        var name = job(true);
        run(name, now.minusSeconds(600), Progress.ended(Status.FAILED, now.minusSeconds(500), Optional.of("failed")));
        run(name, now, Progress.running());

        var items = api.admin().get("/jobs/" + name + "/runs").json().path("items");

        assertThat(items.valueStream().map(run -> run.path("status").asString()))
                .containsExactly("running", "failed");
        assertThat(items.path(1).path("error").asString()).isEqualTo("failed");
        assertThat(items.path(0).path("pipeline_id").asLong()).isEqualTo(5);
    }

    @Test
    void job_unknown_isNotFound() {
        assertThat(api.admin().get("/jobs/nobody").status()).isEqualTo(404);
        assertThat(api.admin().get("/jobs/a.b").status()).isEqualTo(404);
        assertThat(api.admin().get("/jobs/nobody/runs").status()).isEqualTo(404);
        assertThat(api.admin().post("/jobs/nobody/trigger", "{}").status()).isEqualTo(404);
    }

    @Test
    void trigger_idleJob_queuesIt() {
        var name = job(true);
        run(name, now.minus(Duration.ofHours(1)), Progress.ended(Status.SUCCEEDED, now, Optional.empty()));

        var reply = api.admin().post("/jobs/" + name + "/trigger", "{\"reason\":\"after the outage\"}");

        assertThat(reply.status()).isEqualTo(202);
        var operation = UUID.fromString(reply.json().path("operation_id").asString());
        api.awaitCommand(new Command.TriggerJob(name, operation));
    }

    @Test
    void trigger_runningOrDisabled_isRefused() {
        var running = job(true);
        run(running, now, Progress.running());
        var disabled = job(false);

        var first = api.admin().post("/jobs/" + running + "/trigger", "");
        var second = api.admin().post("/jobs/" + disabled + "/trigger", "");

        assertThat(first.status()).isEqualTo(409);
        assertThat(first.json().path("type").asString()).isEqualTo("urn:gosling:problem:job-running");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.json().path("type").asString()).isEqualTo("urn:gosling:problem:job-disabled");
    }

    @Test
    void trigger_longReason_isInvalid() {
        var reply = api.admin().post("/jobs/" + job(true) + "/trigger", "{\"reason\":\"" + "x".repeat(501) + "\"}");

        assertThat(reply.status()).isEqualTo(422);
    }

    @Test
    void eggs_thoseOfJobs_areNotShown() {
        var name = job(true).egg();
        Fixtures.store(name, 4711);

        var shown = api.admin().get("/eggs?limit=500").json().path("items");

        assertThat(shown.valueStream().map(egg -> egg.path("name").asString()))
                .doesNotContain(name.value())
                .allSatisfy(egg -> assertThat(egg).doesNotStartWith("_"));
        assertThat(api.admin().get("/eggs/_jobs%2Fx").status()).isIn(400, 404);
    }
}
