package io.polargosling.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.standalone.demo.ExampleNest.DemoEgg;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class KillIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern RUNNER_FOLDER = Pattern.compile("/data/runners/([a-z0-9]{12})");

    private int kills;

    @Test
    void product_killedAtSevenPoints_servesEachJobOnceAndLeavesNothing() {
        try (var sandbox = Sandboxes.prepare("kill", "--gosling.sweep.orphans=5s", "--gosling.demand.poll-active=5s")) {
            sandbox.startWithNest();
            var most = new AtomicInteger();
            try (var counting = Executors.newSingleThreadScheduledExecutor()) {
                var every = counting.scheduleWithFixedDelay(
                        () -> most.accumulateAndGet(runners(sandbox).size(), Math::max), 0, 100, TimeUnit.MILLISECONDS);
                firstJob(sandbox);
                secondJob(sandbox);
                assertThat(every.isDone()).as("counting went on to the end").isFalse();
            }
            assertThat(kills).isEqualTo(7);
            assertThat(most.get()).as("runners at once, for one job").isEqualTo(1);
            assertThat(sandbox.processes()).isEmpty();
            assertThat(sandbox.gitlab().runners())
                    .allMatch(runner -> !runner.path("times").path("deleted_at").isNull());
        }
    }

    private void firstJob(Sandbox sandbox) {
        long job = sandbox.enqueue(DemoEgg.BUILDER, "echo begun", "sleep 8");
        killWhen(
                sandbox,
                "webhook accepted",
                () -> sandbox.gitlab()
                        .accepted("Job Hook", "\"build_id\":" + job)
                        .isPresent());
        killWhen(sandbox, "runner reserved", () -> live(sandbox).isPresent());
        killWhen(sandbox, "job running", () -> trace(sandbox, job).contains("begun"));
        awaitServed(sandbox, job);
        killWhen(sandbox, "runner draining", () -> lifecycle(sandbox).equals("draining"));
        awaitGone(sandbox);
    }

    private void secondJob(Sandbox sandbox) {
        long job = sandbox.enqueue(DemoEgg.BUILDER, "sleep 1");
        var before = Set.copyOf(sandbox.tofuRuns(DemoEgg.BUILDER).folders());
        killWhen(
                sandbox,
                "tofu applying",
                () -> sandbox.tofuRuns(DemoEgg.BUILDER).folders().stream()
                        .filter(run -> !before.contains(run))
                        .anyMatch(run -> Files.exists(run.resolve("apply.jsonl"))));
        killWhen(sandbox, "runner booting", () -> !runners(sandbox).isEmpty());
        awaitServed(sandbox, job);
        killWhen(sandbox, "runner terminating", () -> lifecycle(sandbox).equals("terminating"));
        awaitGone(sandbox);
    }

    private void killWhen(Sandbox sandbox, String point, Supplier<Boolean> reached) {
        Watch.untilTrue(point, LIMIT, reached, sandbox::whereToLook);
        sandbox.product().kill();
        kills++;
        sandbox.start();
    }

    private static void awaitServed(Sandbox sandbox, long job) {
        Watch.untilTrue(
                "the job's success",
                LIMIT,
                () -> sandbox.gitlab().job(job).path("status").asString("").equals("success"),
                () -> "it is " + sandbox.gitlab().job(job).path("status") + ", " + sandbox.whereToLook());
        assertThat(sandbox.gitlab().job(job).path("assignments").size()).isEqualTo(1);
    }

    private static void awaitGone(Sandbox sandbox) {
        Watch.untilTrue(
                "all runners terminated",
                LIMIT,
                () -> live(sandbox).isEmpty() && sandbox.processes().isEmpty(),
                () -> "left: " + sandbox.processes() + ", " + sandbox.whereToLook());
    }

    private static Optional<JsonNode> live(Sandbox sandbox) {
        return sandbox.product().runners(DemoEgg.BUILDER.name()).stream()
                .filter(row -> !row.path("lifecycle").asString("").equals("terminated"))
                .findFirst();
    }

    private static String lifecycle(Sandbox sandbox) {
        return live(sandbox).map(row -> row.path("lifecycle").asString("")).orElse("none");
    }

    private static String trace(Sandbox sandbox, long job) {
        return sandbox.gitlab().job(job).path("trace").asString("");
    }

    /** Ids of the runners that have a process. */
    private static Set<String> runners(Sandbox sandbox) {
        return sandbox.processes().stream()
                .map(LocalProcesses.Found::command)
                .filter(command -> command.contains(" runner "))
                .map(RUNNER_FOLDER::matcher)
                .filter(java.util.regex.Matcher::find)
                .map(matcher -> matcher.group(1))
                .collect(Collectors.toSet());
    }
}
