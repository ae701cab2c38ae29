package io.polargosling.worker.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.polargosling.worker.RunnerScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The life of runners of each variant, from nothing to nothing. */
@Execution(ExecutionMode.CONCURRENT)
class ComputeLifecycleTest {

    private static final String RUNNER = "abc123def456";
    private static final Path TABLE = Path.of("target/compute-module-times.md");
    private static final Map<String, Map<String, Long>> TIMES = Collections.synchronizedMap(new TreeMap<>());

    @TempDir
    private Path folder;

    @AfterEach
    void unlink() {
        ModuleWorkspace.unlink(folder);
    }

    @AfterAll
    static void printTimes() throws IOException {
        var lines = new ArrayList<String>();
        TIMES.forEach((variant, times) -> {
            if (lines.isEmpty()) {
                lines.add("| variant | " + String.join(" | ", times.keySet()) + " |");
                lines.add("| --- |" + " ---: |".repeat(times.size()));
            }
            var cells = times.values().stream().map("%d ms"::formatted).toList();
            lines.add("| " + variant + " | " + String.join(" | ", cells) + " |");
        });
        Files.createDirectories(TABLE.getParent());
        Files.write(TABLE, lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws-vm", "aws-serverless", "aws-lambda", "yandex-vm", "yandex-serverless"})
    void runner_fromNothingToNothing_leavesNothing(String variant) {
        var times = new LinkedHashMap<String, Long>();
        var workspace = ModuleWorkspace.of(folder, variant);
        var sample = ModuleWorkspace.sample(variant);
        workspace.wants(sample.get("egg"), Map.of(variant, sample.get("instances")), false);
        times.put("init", workspace.init().with(0).millis());
        times.put("validate", workspace.tofu("validate", "-no-color").with(0).millis());
        var plan = workspace.plan().with(2);
        var apply = workspace.apply().with(0);
        assertThat(plan.said() + apply.said()).doesNotContain("enrolment-token-0001", "#cloud-config");
        times.put("plan", plan.millis());
        times.put("apply", apply.millis());
        times.put("second plan", workspace.plan().with(0).millis());
        checkRunner(workspace.runners(), variant);
        stopMachines(workspace.cloud());
        times.put("plan after a stop", workspace.plan().with(0).millis());
        workspace.wants(sample.get("egg"), Map.of(variant, JsonMapper.shared().createObjectNode()), true);
        var last = workspace.plan().with(2).millis();
        times.put("destroy", last + workspace.apply().with(0).millis());
        TIMES.put(variant, times);

        assertThat(workspace.cloud().resources()).isEmpty();
        assertThat(workspace.state()).isEmpty();
    }

    @Test
    void process_fromNothingToNothing_leavesNothing() {
        var times = new LinkedHashMap<String, Long>();
        var gosling = RunnerScript.write(folder.resolve("bin/gosling"), RunnerScript.STAYS);
        var workspace = ModuleWorkspace.of(folder, "local");
        var instances = JsonMapper.shared().createObjectNode();
        instances
                .putObject(RUNNER)
                .put("kind", "process")
                .put("egg", "web")
                .put("api_url", "http://127.0.0.1:1")
                .put("token_file", folder.resolve("token").toString())
                .put("work_dir", folder.resolve("work").toString())
                .put("gosling", gosling.toString())
                .put("path", System.getenv("PATH"))
                .put("home", folder.toString())
                .put("lang", "C.UTF-8");
        var none = JsonMapper.shared().nullNode();
        workspace.wants(none, Map.of("local", instances), false);
        times.put("init", workspace.tofu("init", "-input=false").with(0).millis());
        times.put("validate", workspace.tofu("validate", "-no-color").with(0).millis());
        times.put("plan", workspace.plan().with(2).millis());
        times.put("apply", workspace.apply().with(0).millis());
        times.put("second plan", workspace.plan().with(0).millis());
        checkRunner(workspace.runners(), "local");
        times.put("plan after a stop", 0L);
        workspace.wants(none, Map.of("local", JsonMapper.shared().createObjectNode()), true);
        var last = workspace.plan().with(2).millis();
        times.put("destroy", last + workspace.apply().with(0).millis());
        TIMES.put("local", times);

        assertThat(workspace.state()).isEmpty();
        assertThat(folder.resolve("work/pid")).doesNotExist();
    }

    @Test
    void eggWithoutType_usesTwoVariantsInOneWorkspace() {
        var workspace = ModuleWorkspace.of(folder, "aws-vm", "aws-serverless");
        var container = ModuleWorkspace.sample("aws-serverless");
        var machine = renamed(ModuleWorkspace.sample("aws-vm"), "vm0000000001");
        workspace.wants(
                container.get("egg"),
                Map.of("aws-vm", machine.get("instances"), "aws-serverless", container.get("instances")),
                false);
        workspace.init().with(0);

        workspace.plan().with(2);
        workspace.apply().with(0);

        workspace.plan().with(0);
        assertThat(workspace.runners().propertyNames()).containsExactlyInAnyOrder(RUNNER, "vm0000000001");
    }

    /** P23, as far as it is the module's: the same egg gives the same labels, environment and limits on both clouds. */
    @Test
    void oneEgg_onBothClouds_givesEqualRunners() {
        var workspace = ModuleWorkspace.of(folder, "aws-serverless", "yandex-serverless");
        var aws = ModuleWorkspace.sample("aws-serverless");
        var yandex = ModuleWorkspace.sample("yandex-serverless");
        for (var sample : List.of(aws, yandex)) {
            ((ObjectNode) sample.at("/instances/" + RUNNER))
                    .putObject("environment")
                    .put("STAGE", "ci ${x} \"y\"\n%{z}");
        }
        workspace.wants(
                aws.get("egg"),
                Map.of("aws-serverless", aws.get("instances"), "yandex-serverless", yandex.get("instances")),
                false);
        workspace.init().with(0);
        workspace.plan().with(2);
        workspace.apply().with(0);

        var container =
                workspace.cloud().resources("yandex_serverless_container").getFirst();
        var task = workspace.cloud().resources("aws_ecs_task_definition").getFirst();
        var variables = new TreeMap<String, String>();
        JsonMapper.shared()
                .readTree(task.text("container_definitions"))
                .at("/0/environment")
                .forEach(each -> variables.put(
                        each.get("name").asString(), each.get("value").asString()));
        assertThat(strings(container.values().at("/image/0/environment")))
                .containsEntry("STAGE", "ci ${x} \"y\"\n%{z}")
                .containsEntry("GOSLING_ENROLMENT_TOKEN", "enrolment-token-0001")
                .isEqualTo(variables);
        assertThat(strings(container.values().get("labels")))
                .isEqualTo(strings(task.values().get("tags")))
                .isEqualTo(strings(aws.at("/instances/" + RUNNER + "/labels")));
        assertThat(container.values().get("memory").asDouble())
                .isCloseTo(Double.parseDouble(task.text("memory")), within(0.1));
        assertThat(container.text("name")).isEqualTo(task.text("family"));
    }

    @Test
    void badInput_reachesNoProvider() {
        var workspace = ModuleWorkspace.of(folder, "aws-vm");
        var sample = ModuleWorkspace.sample("aws-vm");
        ((ObjectNode) sample.at("/instances/" + RUNNER))
                .put("kind", "serverless")
                .put("subnet_id", "over there");
        workspace.wants(sample.get("egg"), Map.of("aws-vm", sample.get("instances")), false);
        workspace.init().with(0);

        var plan = workspace.plan().with(1);

        assertThat(plan.said().replaceAll("\\s+", " ")).contains("makes runners of kind vm only, got [\"serverless\"]");
        assertThat(workspace.cloud().calls()).isEmpty();
    }

    @Test
    void oneOfThree_withoutCapacity_leavesTheOthers() {
        var workspace = ModuleWorkspace.of(folder, "aws-vm");
        var sample = ModuleWorkspace.sample("aws-vm");
        var instances = JsonMapper.shared().createObjectNode();
        for (var id : List.of("one000000001", "two000000002", "three0000003")) {
            instances.set(id, renamed(ModuleWorkspace.sample("aws-vm"), id).at("/instances/" + id));
        }
        workspace.wants(sample.get("egg"), Map.of("aws-vm", instances), false);
        workspace.cloud().fail(List.of(Map.of("type", "aws_instance", "fault", "capacity", "nth", 2)));
        workspace.init().with(0);
        workspace.plan().with(2);

        var apply = workspace.apply().with(1);

        assertThat(apply.said()).contains("InsufficientInstanceCapacity");
        assertThat(workspace.cloud().resources("aws_instance")).hasSize(2);
        assertThat(workspace.state())
                .filteredOn(address -> address.contains("aws_instance"))
                .hasSize(2);
        workspace.plan().with(2);
        workspace.apply().with(0);
        assertThat(workspace.cloud().resources("aws_instance")).hasSize(3);
    }

    @Test
    void lostAnswer_leavesTheRunnerInTheCloudOnly_andItsNameIsTaken() {
        var workspace = ModuleWorkspace.of(folder, "yandex-vm");
        var sample = ModuleWorkspace.sample("yandex-vm");
        workspace.wants(sample.get("egg"), Map.of("yandex-vm", sample.get("instances")), false);
        workspace.cloud().fail(List.of(Map.of("type", "yandex_compute_instance", "fault", "lost", "times", 1)));
        workspace.init().with(0);
        workspace.plan().with(2);
        workspace.apply().with(1);

        workspace.plan().with(2);
        var again = workspace.apply().with(1);

        assertThat(again.said()).contains("AlreadyExists").contains("gosling-" + RUNNER);
        var left = workspace.cloud().resources("yandex_compute_instance");
        assertThat(left).hasSize(1);
        assertThat(strings(left.getFirst().values().get("labels"))).containsEntry("gosling-runner", RUNNER);
        assertThat(workspace.state()).noneMatch(address -> address.contains("yandex_compute_instance"));
    }

    private static void checkRunner(JsonNode runners, String variant) {
        var kind = variant.equals("local")
                ? "process"
                : ModuleWorkspace.sample(variant)
                        .at("/instances/" + RUNNER + "/kind")
                        .asString();
        assertThat(runners.propertyNames()).containsExactly(RUNNER);
        var runner = runners.get(RUNNER);
        assertThat(runner.propertyNames())
                .containsExactlyInAnyOrder("id", "hostname", "private_ip", "public_ip", "kind", "start_url");
        assertThat(runner.get("id").asString()).isNotEmpty();
        assertThat(runner.get("hostname").asString()).isNotEmpty();
        assertThat(runner.get("kind").asString()).isEqualTo(kind);
    }

    /** What the stop of a machine changes in what its cloud reports. */
    private static void stopMachines(FakeCloud cloud) {
        for (var instance : cloud.resources("aws_instance")) {
            cloud.change(
                    instance, values -> values.put("instance_state", "stopped").put("public_ip", ""));
        }
        for (var instance : cloud.resources("yandex_compute_instance")) {
            cloud.change(instance, values -> {
                values.put("status", "stopped");
                ((ObjectNode) values.at("/network_interface/0")).put("nat_ip_address", "");
            });
        }
    }

    private static ObjectNode renamed(ObjectNode sample, String id) {
        var instances = (ObjectNode) sample.get("instances");
        var instance = (ObjectNode) instances.remove(RUNNER);
        ((ObjectNode) instance.get("labels")).put("gosling-runner", id);
        instances.set(id, instance);
        return sample;
    }

    private static Map<String, String> strings(JsonNode object) {
        var out = new TreeMap<String, String>();
        object.properties()
                .forEach(entry -> out.put(entry.getKey(), entry.getValue().asString()));
        return out;
    }
}
