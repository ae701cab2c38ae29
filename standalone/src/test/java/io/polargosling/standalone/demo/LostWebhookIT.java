package io.polargosling.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.standalone.demo.ExampleNest.DemoEgg;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LostWebhookIT {

    @Test
    void job_withoutItsWebhook_isServedByThePoll() {
        try (var sandbox =
                Sandboxes.prepare("lost-webhook", "--gosling.demand.poll-active=2s", "--gosling.demand.poll-idle=2s")) {
            sandbox.startWithNest();

            long job = sandbox.enqueueSilently(DemoEgg.ONESHOT, "echo found");

            Watch.untilTrue(
                    "the job's success",
                    Duration.ofSeconds(60),
                    () -> sandbox.gitlab().job(job).path("status").asString("").equals("success"),
                    sandbox::whereToLook);
            assertThat(sandbox.gitlab().deliveries())
                    .noneMatch(delivery -> delivery.path("body").asString("").contains("\"build_status\":\"pending\""));
            Watch.untilTrue(
                    "the end of the runner made for this one job",
                    Duration.ofSeconds(40),
                    () -> sandbox.product().runners(DemoEgg.ONESHOT.name()).stream()
                            .allMatch(row -> row.path("lifecycle").asString("").equals("terminated")),
                    sandbox::whereToLook);
            assertThat(sandbox.product().runners(DemoEgg.ONESHOT.name())).hasSize(1);
            assertThat(sandbox.processes()).isEmpty();
        }
    }
}
