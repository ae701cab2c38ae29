package io.polargosling.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.standalone.demo.ExampleNest.DemoEgg;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class WebhookBurstIT {

    private static final int JOBS = 50;
    private static final int MAX_RUNNERS = 2;

    @Test
    void webhooks_fiftyAtOnceForOneEgg_makeAFewRunsAndNoMoreRunnersThanAllowed() throws InterruptedException {
        try (var sandbox = Sandboxes.prepare("webhook-burst")) {
            sandbox.start();
            var egg = sandbox.example().text(DemoEgg.BUILDER.file());
            sandbox.nest()
                    .write(
                            DemoEgg.BUILDER.file(),
                            egg.replaceFirst("(runner \\{)", "$1\n    max_runners = " + MAX_RUNNERS));
            sandbox.awaitSync(sandbox.push("The builder, at most " + MAX_RUNNERS));
            sandbox.awaitHook(DemoEgg.BUILDER.project());

            enqueueAtOnce(sandbox);

            Watch.untilTrue(
                    "all webhooks accepted",
                    Duration.ofSeconds(30),
                    () -> accepted(sandbox) == JOBS,
                    () -> accepted(sandbox) + " were; " + sandbox.whereToLook());
            Watch.untilTrue(
                    MAX_RUNNERS + " runners at work",
                    Duration.ofSeconds(60),
                    () -> sandbox.gitlab().runners().stream()
                                    .filter(runner ->
                                            runner.path("job_requests").asInt(0) > 0)
                                    .count()
                            == MAX_RUNNERS,
                    sandbox::whereToLook);
            assertThat(sandbox.tofuRuns(DemoEgg.BUILDER).applied()).hasSizeBetween(1, 3);
            assertThat(sandbox.product().runners(DemoEgg.BUILDER.name())).hasSize(MAX_RUNNERS);
        }
    }

    private static void enqueueAtOnce(Sandbox sandbox) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.invokeAll(Collections.nCopies(JOBS, () -> sandbox.enqueue(DemoEgg.BUILDER, "true")));
        }
    }

    private static long accepted(Sandbox sandbox) {
        return sandbox.gitlab().deliveries().stream()
                .filter(delivery -> delivery.path("body").asString("").contains("\"build_status\":\"pending\""))
                .filter(delivery -> delivery.path("answer").path("status").asInt(0) == 202)
                .count();
    }
}
