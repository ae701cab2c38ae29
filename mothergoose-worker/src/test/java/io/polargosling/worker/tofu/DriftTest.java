package io.polargosling.worker.tofu;

import static io.polargosling.worker.tofu.RunBench.A;
import static io.polargosling.worker.tofu.RunBench.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.worker.compute.FakeCloud;
import io.polargosling.worker.compute.ProviderMirror;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What somebody else changes, as the real OpenTofu tells it of the doubles of the clouds. */
class DriftTest {

    private static final String RUNNERS = """
            terraform {
              required_providers {
                aws    = { source = "hashicorp/aws" }
                yandex = { source = "yandex-cloud/yandex" }
              }
            }
            provider "aws" { region = "eu-central-1" }
            provider "yandex" {
              folder_id = "b1g0000000000000000a"
              zone      = "ru-central1-a"
            }
            resource "aws_instance" "runner" {
              for_each      = toset(["aaaaaaaaaaaa", "bbbbbbbbbbbb"])
              ami           = "ami-0123456789abcdef0"
              instance_type = "t3.small"
              subnet_id     = "subnet-0123456789abcdef0"
              user_data     = "planted-secret-${each.key}"
              tags          = { gosling-egg = "web" }
            }
            """;

    @TempDir
    private Path folder;

    private FakeCloud cloud;
    private TofuProgram.Found tofu;
    private Map<String, String> environment;

    @BeforeEach
    void make() throws Exception {
        tofu = OpenTofu.find();
        cloud = FakeCloud.in(folder.resolve("cloud"));
        environment = Map.of("GOSLING_FAKE_CLOUD", cloud.folder().toString());
        ProviderMirror.writeConfig(folder.resolve(".tofurc"));
        Files.writeString(folder.resolve("main.tf"), RUNNERS);
        run("init", "-input=false");
        run("apply", "-input=false", "-auto-approve");
    }

    @Test
    void read_nothingChanged_isNothing() throws Exception {
        assertThat(drift()).isEmpty();
    }

    @Test
    void read_machineWasStopped_isNothing() throws Exception {
        change(values -> values.put("instance_state", "stopped").put("public_ip", ""));

        assertThat(drift()).isEmpty();
    }

    @Test
    void read_attributesWereChanged_areNamedWithoutTheirValues() throws Exception {
        change(values -> {
            values.put("instance_type", "t3.nano").put("instance_state", "stopped");
            ((ObjectNode) values.get("tags")).put("gosling-egg", "other");
        });

        assertThat(drift())
                .containsExactly(new Drift.Difference(
                        "aws_instance.runner", Optional.of(A), List.of("instance_type", "tags.gosling-egg")));
        try (var files = Files.list(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(file.getFileName().toString()).isNotEqualTo("show.json");
            }
        }
    }

    @Test
    void read_machineWasRemoved_isGone() throws Exception {
        Files.delete(first().file());

        assertThat(drift())
                .containsExactly(new Drift.Difference("aws_instance.runner", Optional.of(A), List.of()))
                .allMatch(Drift.Difference::isGone);
    }

    @Test
    void drift_ofLocalRunners_isNoneAndLeavesNothing() throws IOException {
        try (var bench = new RunBench(folder.resolve("bench"))) {
            bench.make(A);

            assertThat(bench.tofu.drift(request(Set.of(A), Set.of(), Set.of()))).contains(new Drift.Found(List.of()));

            try (var left = Files.list(folder.resolve("bench/dry-runs"))) {
                assertThat(left).isEmpty();
            }
        }
    }

    private List<Drift.Difference> drift() throws Exception {
        run("plan", "-refresh-only", "-lock=false", "-input=false", "-out=" + RunFolders.PLAN_FILE);
        return DriftReading.read(tofu, folder, environment);
    }

    private void change(java.util.function.Consumer<ObjectNode> change) {
        cloud.change(first(), change);
    }

    private FakeCloud.Resource first() {
        return cloud.resources("aws_instance").stream()
                .filter(machine -> machine.text("user_data").endsWith(A.value()))
                .findFirst()
                .orElseThrow();
    }

    private void run(String... arguments) throws Exception {
        var said = folder.resolve("said.txt");
        var command = new java.util.ArrayList<>(List.of(tofu.path().toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().putAll(environment);
        builder.environment()
                .put("TF_CLI_CONFIG_FILE", folder.resolve(".tofurc").toString());
        var process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    }
}
