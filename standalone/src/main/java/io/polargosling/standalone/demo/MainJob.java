package io.polargosling.standalone.demo;

import io.polargosling.standalone.demo.ExampleNest.DemoEgg;
import io.polargosling.standalone.demo.Timeline.Milestone;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** The product's main job on real input, every part of it seen from outside. */
final class MainJob {

    private static final String SAID = "hello from a runner that OpenTofu made";
    private static final Set<String> USABLE = Set.of("active", "idle", "busy");
    private static final Set<String> PAST_DRAINING = Set.of("terminating", "terminated");

    private final Sandbox sandbox;
    private final Timeline timeline;

    MainJob(Sandbox sandbox, Timeline timeline) {
        this.sandbox = sandbox;
        this.timeline = timeline;
    }

    /**
     * What came of it.
     *
     * @param job id of the job
     * @param runner id of its runner
     * @param webhookToActive from the webhook's acceptance to the runner's first heartbeat
     */
    record Outcome(long job, String runner, Duration webhookToActive) {}

    /**
     * Does it.
     *
     * @throws NotObservedException when a part is not seen in time
     */
    Outcome run() {
        nest();
        long job = job();
        var runner = machine();
        work(job, runner);
        end(runner);
        return new Outcome(
                job, runner, timeline.at(Milestone.RUNNER_ACTIVE).minus(timeline.at(Milestone.WEBHOOK_ACCEPTED)));
    }

    private void nest() {
        var commit = timeline.await(
                Milestone.NEST_PUSHED, () -> Optional.of(sandbox.pushNest()), head -> "commit " + head.substring(0, 8));
        timeline.await(
                Milestone.SYNCED,
                () -> sandbox.product().sync(commit).filter(sync -> has(sync, "status", Set.of("success", "partial"))),
                sync -> "commit " + commit.substring(0, 8) + ", "
                        + sync.path("changes_detected").path("added").asInt() + " eggs added");
        timeline.await(
                Milestone.HOOK_MADE,
                () -> sandbox.gitlab().hooks(DemoEgg.BUILDER.project()).stream().findFirst(),
                hook -> "GitLab tells of jobs, "
                        + (hook.path("signing_token_present").asBoolean(false) ? "signed" : "with a token"));
    }

    private long job() {
        long job = timeline.await(
                Milestone.JOB_PENDING,
                () -> Optional.of(sandbox.enqueue(DemoEgg.BUILDER, "echo " + SAID, "sleep 2", "echo done")),
                id -> "job " + id + " waits for a runner with the tag \"" + DemoEgg.BUILDER.tag() + "\"");
        timeline.await(
                Milestone.WEBHOOK_ACCEPTED,
                () -> sandbox.gitlab().accepted("Job Hook", "\"build_id\":" + job),
                delivery -> "answered " + delivery.path("answer").path("status").asInt());
        return job;
    }

    private String machine() {
        var runner = timeline.await(
                Milestone.EGG_RECONCILED,
                () -> sandbox.product().runners(DemoEgg.BUILDER.name()).stream()
                        .map(row -> row.path("id").asString(""))
                        .findFirst(),
                id -> "a runner is reserved: " + id);
        var runs = sandbox.tofuRuns(DemoEgg.BUILDER);
        timeline.await(
                Milestone.PLANNED,
                () -> runs.planned(runner, "create"),
                run -> "1 to create, run " + run.getFileName());
        timeline.await(Milestone.APPLIED, () -> runs.done(runner, "create"), run -> "its process is started");
        timeline.await(
                Milestone.RUNNER_ACTIVE,
                () -> row(runner, row -> has(row, "lifecycle", USABLE)),
                row -> "enrolled as GitLab runner "
                        + row.path("gitlab_runner_id").asLong() + ", first heartbeat");
        return runner;
    }

    private void work(long job, String runner) {
        timeline.await(
                Milestone.JOB_RUNNING,
                () -> job(
                        job,
                        now -> now.path("trace").asString("").contains("\n" + SAID)
                                || now.path("trace").asString("").startsWith(SAID)),
                now -> "its log says \"" + SAID + "\"");
        timeline.await(
                Milestone.JOB_SUCCESS,
                () -> job(job, now -> now.path("status").asString("").equals("success")),
                now -> "given out " + now.path("assignments").size() + " time");
        timeline.await(
                Milestone.RUNNER_IDLE,
                () -> row(runner, row -> has(row, "lifecycle", Set.of("idle"))),
                row -> "no job left");
    }

    private void end(String runner) {
        timeline.await(
                Milestone.DRAINING,
                () -> row(runner, row -> has(row, "lifecycle", Set.of("draining"))),
                row -> "ordered by " + row.path("pending_order").path("author").asString("?") + ": "
                        + row.path("pending_order").path("reason").asString("?"));
        timeline.await(
                Milestone.DRAINED,
                () -> row(runner, row -> has(row, "lifecycle", PAST_DRAINING)),
                row -> "proven idle");
        var runs = sandbox.tofuRuns(DemoEgg.BUILDER);
        timeline.await(Milestone.DESTROYED, () -> runs.done(runner, "delete"), run -> "run " + run.getFileName());
        timeline.await(
                Milestone.TERMINATED,
                () -> row(runner, row -> has(row, "lifecycle", Set.of("terminated")))
                        .filter(row -> isDeletedInGitLab(row)),
                row -> "gone in GitLab too");
        timeline.await(
                Milestone.PROCESS_GONE,
                () -> sandbox.processes().isEmpty() ? Optional.of(true) : Optional.empty(),
                gone -> "no runner, agent or OpenTofu process is left");
    }

    private boolean isDeletedInGitLab(JsonNode row) {
        return sandbox.gitlab().runners().stream()
                .filter(runner -> runner.path("id").asLong()
                        == row.path("gitlab_runner_id").asLong())
                .anyMatch(runner -> !runner.path("times").path("deleted_at").isNull());
    }

    private Optional<JsonNode> row(String runner, Predicate<JsonNode> wanted) {
        return Optional.of(sandbox.product().runner(runner)).filter(wanted);
    }

    private Optional<JsonNode> job(long id, Predicate<JsonNode> wanted) {
        return Optional.of(sandbox.gitlab().job(id)).filter(wanted);
    }

    private static boolean has(JsonNode node, String field, Set<String> values) {
        return values.contains(node.path(field).asString(""));
    }
}
