package io.polargosling.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.standalone.demo.ExampleNest.DemoEgg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainJobIT {

    private final Sandbox sandbox = Sandboxes.prepare("main-job");

    @BeforeAll
    void start() {
        sandbox.start();
    }

    @AfterAll
    void end() {
        sandbox.close();
    }

    @Test
    @Order(1)
    void mainJob_onTheExampleNest_isDoneAndLeavesNothing() {
        var outcome = new MainJob(sandbox, new Timeline(System.out, sandbox::whereToLook)).run();

        assertThat(sandbox.gitlab().job(outcome.job()).path("assignments").size())
                .isEqualTo(1);
        assertThat(sandbox.processes()).isEmpty();
        assertThat(sandbox.data().resolve("runners").resolve(outcome.runner()).resolve("enrolment-token"))
                .doesNotExist();
    }

    @Test
    @Order(2)
    void job_printingItsEnvironment_showsNothingOfOpenTofu() {
        long job = sandbox.enqueue(DemoEgg.BUILDER, "env");
        Watch.untilTrue(
                "the job's success",
                Duration.ofSeconds(60),
                () -> sandbox.gitlab().job(job).path("status").asString("").equals("success"),
                sandbox::whereToLook);

        var environment = sandbox.gitlab().job(job).path("trace").asString("");
        assertThat(environment).contains("CI_JOB_ID=" + job).contains("PATH=");
        assertThat(environment.lines().map(line -> line.replaceFirst("=.*", "")))
                .noneMatch(name -> name.startsWith("TF_")
                        || name.startsWith("TOFU_")
                        || name.startsWith("GOSLING_")
                        || name.startsWith("AWS_"));
    }

    @Test
    @Order(3)
    void logs_ofAGoodRun_holdNoSecretAndNoComplaint() throws IOException {
        var secrets = new ArrayList<>(sandbox.secrets());
        secrets.add(sandbox.product().adminToken());
        for (var log : logs()) {
            var text = Files.readString(log, StandardCharsets.ISO_8859_1);
            assertThat(text).as(log.toString()).doesNotContain(secrets).doesNotContainPattern("glrt-[0-9A-Za-z_-]{8}");
        }
        assertThat(Files.readString(sandbox.product().log()))
                .contains(" INFO ")
                .doesNotContain(" WARN ", " ERROR ", "\tat ");
    }

    /** Everything that programs wrote as text while they worked. */
    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.walk(sandbox.data().getParent())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(log|out|err|jsonl|txt)"))
                    .toList();
        }
    }
}
