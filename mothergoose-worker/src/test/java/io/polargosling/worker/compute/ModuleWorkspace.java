package io.polargosling.worker.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.worker.tofu.OpenTofu;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A workspace as the worker would render it for one egg, as small as it can be. */
public final class ModuleWorkspace {

    private static final Path MODULES = Path.of("../compute-module");

    /** Lock files by the clouds that they name: the mirror does not change under a test. */
    private static final Map<List<String>, String> LOCKS = new ConcurrentHashMap<>();

    private final JsonMapper json = JsonMapper.shared();
    private final Path folder;
    private final List<String> clouds;
    private final Path config;
    private final FakeCloud cloud;

    /** What a run of OpenTofu said, and how long it took. */
    public record Outcome(int exit, String said, long millis) {

        /** Fails with what was said unless the exit code is {@code expected}. */
        public Outcome with(int expected) {
            assertThat(exit).as(said).isEqualTo(expected);
            return this;
        }
    }

    private ModuleWorkspace(Path folder, List<String> clouds) {
        this.folder = folder;
        this.clouds = clouds;
        this.config = ProviderMirror.writeConfig(folder.resolve("tofurc"));
        this.cloud = FakeCloud.in(folder.resolve("cloud"));
    }

    /** A workspace in {@code folder} that calls the {@code variants}, initialised. */
    static ModuleWorkspace of(Path folder, String... variants) {
        var workspace = new ModuleWorkspace(
                folder,
                Stream.of("aws", "yandex")
                        .filter(cloud -> uses(List.of(variants), cloud))
                        .toList());
        for (var variant : variants) {
            copy(variant, folder.resolve("modules").resolve(variant));
        }
        workspace.write("main.tf", rootModule(List.of(variants)));
        return workspace;
    }

    /** Copies one variant's files as they are, its tests included. */
    static void copy(String variant, Path to) {
        try (var files = Files.list(MODULES.resolve(variant))) {
            Files.createDirectories(to);
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The variables of a variant's own tests: an egg and one runner. */
    static ObjectNode sample(String variant) {
        return (ObjectNode)
                JsonMapper.shared().readTree(read(MODULES.resolve(variant).resolve("sample.tfvars.json")));
    }

    FakeCloud cloud() {
        return cloud;
    }

    /** Sets what is to exist: the egg, and runners by variant and id. */
    void wants(JsonNode egg, Map<String, ? extends JsonNode> instances, boolean retired) {
        var variables = json.createObjectNode();
        variables.set("egg", egg);
        variables.put("retired", retired);
        var all = variables.putObject("worker_instances");
        instances.forEach(all::set);
        write("terraform.tfvars.json", json.writeValueAsString(variables));
    }

    /** Writes the lock file against the mirror and initialises, taking nothing but what it names. */
    Outcome init() {
        write(".terraform.lock.hcl", LOCKS.computeIfAbsent(clouds, this::locked));
        return tofu("init", "-input=false", "-no-color", "-lockfile=readonly");
    }

    private String locked(List<String> named) {
        tofu("get", "-no-color").with(0);
        tofu("providers", "lock", "-fs-mirror=" + ProviderMirror.find(), "-no-color")
                .with(0);
        return read(folder.resolve(".terraform.lock.hcl"));
    }

    Outcome plan() {
        return tofu("plan", "-input=false", "-no-color", "-detailed-exitcode", "-out=plan.bin");
    }

    Outcome apply() {
        return tofu("apply", "-input=false", "-no-color", "plan.bin");
    }

    /** The root module's runners, by id. */
    JsonNode runners() {
        return json.readTree(tofu("output", "-json", "runners").with(0).said());
    }

    /** The addresses in the state. */
    List<String> state() {
        return tofu("state", "list").said().lines().toList();
    }

    Outcome tofu(String... arguments) {
        return run(folder, config, cloud.folder(), arguments);
    }

    /** Runs OpenTofu in a folder, over the cloud in another. */
    public static Outcome run(Path in, Path config, Path cloud, String... arguments) {
        try {
            var command = new ArrayList<>(List.of(OpenTofu.find().path().toString()));
            command.addAll(Arrays.asList(arguments));
            var output = Files.createTempFile("tofu", ".txt");
            var builder = new ProcessBuilder(command)
                    .directory(in.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment()
                    .putAll(Map.of(
                            "TF_CLI_CONFIG_FILE",
                            config.toString(),
                            "TF_IN_AUTOMATION",
                            "1",
                            // Most of its time is spent on memory that is free in plenty here.
                            "GOGC",
                            "400",
                            "GOSLING_FAKE_CLOUD",
                            cloud.toString()));
            var began = System.nanoTime();
            var process = builder.start();
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            var took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            var said = Files.readString(output);
            Files.delete(output);
            return new Outcome(process.exitValue(), said, took);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("running OpenTofu: interrupted", e);
        }
    }

    private static String rootModule(List<String> variants) {
        var modules = variants.stream().map("""
                        module "%1$s" {
                          source    = "./modules/%1$s"
                          egg       = var.egg
                          retired   = var.retired
                          instances = lookup(var.worker_instances, "%1$s", {})
                        }
                        """::formatted).collect(Collectors.joining());
        var runners =
                variants.stream().map("module.%s.runners"::formatted).collect(Collectors.joining(", ", "merge(", ")"));
        return """
                terraform {
                  backend "local" {
                    path = "state/terraform.tfstate"
                  }
                  required_providers {
                %s  }
                }
                %svariable "egg" { type = any }
                variable "retired" { type = bool }
                variable "worker_instances" { type = any }
                %soutput "runners" { value = %s }
                """.formatted(providers(variants), providerSettings(variants), modules, runners);
    }

    private static String providers(List<String> variants) {
        return (uses(variants, "aws") ? "    aws = { source = \"hashicorp/aws\" }\n" : "")
                + (uses(variants, "yandex") ? "    yandex = { source = \"yandex-cloud/yandex\" }\n" : "");
    }

    private static String providerSettings(List<String> variants) {
        return (uses(variants, "aws") ? "provider \"aws\" { region = \"eu-central-1\" }\n" : "")
                + (uses(variants, "yandex")
                        ? "provider \"yandex\" {\n  folder_id = \"b1g0000000000000000a\"\n  zone = \"ru-central1-a\"\n}\n"
                        : "");
    }

    private static boolean uses(List<String> variants, String cloud) {
        return variants.stream().anyMatch(variant -> variant.startsWith(cloud));
    }

    /** Removes the links into the mirror, about which the clean-up of a test's folder would complain. */
    public static void unlink(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
