package io.polargosling.worker.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every variant with every option, as many runners in one workspace. */
@Execution(ExecutionMode.CONCURRENT)
class ComputeCombinationsTest {

    /** How many variants are tried; the nightly run tries all five. */
    private static final int VARIANTS = Integer.getInteger("gosling.compute.variants", 1);

    private static final String RUNNER = "abc123def456";

    /** Sizes from the smallest to the largest that every variant can make. */
    private static final List<Consumer<ObjectNode>> SIZES = List.of(
            each -> each.put("cpu", 1).put("memory_mb", 512),
            each -> each.put("cpu", 2).put("memory_mb", 3000),
            each -> each.put("cpu", 4).put("memory_mb", 8192));

    private static final List<Consumer<ObjectNode>> MACHINE_OPTIONS = List.of(
            each -> {},
            each -> each.put("preemptible", true).put("public_ip", false),
            each -> each.put("disk_gb", 100).put("rift_server", "rift.internal:8443"),
            each -> each.putArray("security_group_ids"));

    private static final List<Consumer<ObjectNode>> CONTAINER_OPTIONS = List.of(
            each -> {},
            each -> each.put("public_ip", false).put("lifetime_seconds", 60),
            each -> each.put("rift_server", "rift.internal")
                    .putObject("environment")
                    .put("A1", "${x}\"\n%{y}"),
            each -> each.putArray("security_group_ids"));

    private static final List<String> IDENTITIES = List.of("", "own");

    @TempDir
    private Path folder;

    @AfterEach
    void unlink() {
        ModuleWorkspace.unlink(folder);
    }

    static Stream<String> variants() {
        return Stream.of("yandex-vm", "aws-vm", "aws-serverless", "aws-lambda", "yandex-serverless")
                .limit(VARIANTS);
    }

    /** 24 of each variant. */
    @ParameterizedTest
    @MethodSource("variants")
    void everyCombination_ofOneVariant_validatesAndPlans(String variant) {
        var workspace = ModuleWorkspace.of(folder, variant);
        var instances = JsonMapper.shared().createObjectNode();
        for (var size : SIZES) {
            for (var option : variant.endsWith("-vm") ? MACHINE_OPTIONS : CONTAINER_OPTIONS) {
                for (var identity : IDENTITIES) {
                    var id = "combo%07d".formatted(instances.size());
                    var instance = (ObjectNode) ModuleWorkspace.sample(variant).at("/instances/" + RUNNER);
                    size.accept(instance);
                    option.accept(instance);
                    if (!identity.isEmpty()) {
                        instance.put("identity", identityOf(variant));
                    }
                    ((ObjectNode) instance.get("labels")).put("gosling-runner", id);
                    instances.set(id, instance);
                }
            }
        }
        workspace.wants(ModuleWorkspace.sample(variant).get("egg"), Map.of(variant, instances), false);
        workspace.init().with(0);
        workspace.tofu("validate", "-no-color").with(0);

        var plan = workspace.plan().with(2);

        assertThat(instances).hasSize(24);
        for (var id : instances.propertyNames()) {
            assertThat(plan.said()).contains(".runner[\"" + id + "\"]");
        }
    }

    private static String identityOf(String variant) {
        return switch (variant) {
            case "aws-vm" -> "runner-web";
            case "aws-serverless", "aws-lambda" -> "arn:aws:iam::123456789012:role/runner-web";
            default -> "aje0000000000000000a";
        };
    }
}
