package io.polargosling.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SelfJobIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Test
    void schedule_fires_runsTheJobOnARunnerOfItsOwnThatGoes() {
        try (var sandbox = Sandboxes.prepare("self-job", "--gosling.demand.poll-active=5s")) {
            sandbox.start();
            var nest = sandbox.data().resolveSibling("nest");
            sandbox.nest().write("Jobs/nightly.fly", """
                    job "nightly" {
                      schedule = "@daily"
                      timezone = "Europe/Berlin"
                      script   = "echo ran for $WHOM at $PWD"
                      environment {
                        WHOM = "the Nest"
                      }
                    }
                    """);
            sandbox.awaitSync(sandbox.push("A job"));
            var schedule = schedule(sandbox);
            assertThat(schedule.path("description").asString()).isEqualTo("gosling: nightly");
            assertThat(schedule.path("cron").asString()).isEqualTo("0 0 * * *");
            // The stand-in has no repository to check out, nor commits.
            sandbox.gitlab()
                    .setPipeline(
                            ExampleNest.NEST_PROJECT,
                            List.of("gosling-job-$JOB_NAME"),
                            List.of("CI_COMMIT_SHA=" + sandbox.nest().head() + " gosling job exec $JOB_NAME --path "
                                    + nest));

            long job = sandbox.gitlab().fire(schedule.path("id").longValue());

            awaitSuccess(sandbox, job);
            assertThat(sandbox.gitlab().job(job).path("trace").asString()).contains("ran for the Nest at " + nest);
            var run = endedRun(sandbox);
            assertThat(run.path("status").asString()).isEqualTo("succeeded");
            assertThat(run.path("trigger").asString()).isEqualTo("schedule");
            assertThat(run.path("runner_id").asString("")).isNotEmpty();
            awaitGone(sandbox, run.path("runner_id").asString());
            assertThat(sandbox.product().api().read("/eggs").path("items")).isEmpty();
        }
    }

    private static JsonNode schedule(Sandbox sandbox) {
        return Watch.until(
                "the schedule of the job",
                LIMIT,
                () -> sandbox.gitlab().schedules().stream()
                        .filter(schedule -> schedule.path("variables").size() == 2)
                        .findFirst(),
                sandbox::whereToLook);
    }

    private static void awaitSuccess(Sandbox sandbox, long job) {
        Watch.untilTrue(
                "the success of job " + job,
                LIMIT,
                () -> sandbox.gitlab().job(job).path("status").asString("").equals("success"),
                sandbox::whereToLook);
    }

    private static JsonNode endedRun(Sandbox sandbox) {
        return Watch.until(
                "the end of the run",
                LIMIT,
                () -> GitLabStandIn.list(sandbox.product()
                                .api()
                                .read("/jobs/nightly/runs")
                                .path("items"))
                        .stream()
                        .filter(run -> !run.path("status").asString("").equals("running"))
                        .findFirst(),
                sandbox::whereToLook);
    }

    private static void awaitGone(Sandbox sandbox, String runner) {
        Watch.untilTrue(
                "the end of runner " + runner,
                LIMIT,
                () -> sandbox.product()
                                .runner(runner)
                                .path("lifecycle")
                                .asString("")
                                .equals("terminated")
                        && sandbox.processes().isEmpty(),
                sandbox::whereToLook);
        assertThat(sandbox.product().runner(runner).path("egg_name").asString()).isEqualTo("_jobs/nightly");
    }
}
