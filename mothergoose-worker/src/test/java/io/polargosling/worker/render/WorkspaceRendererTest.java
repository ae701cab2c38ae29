package io.polargosling.worker.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.runner.RunnerId;
import io.polargosling.worker.tofu.OpenTofu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class WorkspaceRendererTest {

    private static final RunnerId RUNNER = RunnerId.of("abc123def456");
    private static final List<String> HOSTILE = List.of(
            "plain",
            "${path.module}",
            "%{ if true }x%{ endif }",
            "a\"b\\c",
            "two\nlines\r\n\ttab",
            "]]> & <x>",
            "&anchor *alias",
            "\u0001\u001f",
            "日本語 \uD83D\uDC27",
            "$${x} %%{y} $ % {",
            "x".repeat(65_536));

    @TempDir
    private Path folder;

    private final WorkspaceRenderer renderer = new WorkspaceRenderer();

    @Test
    void render_values_reachTheVariablesUnchanged() throws IOException {
        for (var text : HOSTILE) {
            var rendered = Files.createDirectories(folder.resolve("values"));
            renderer.render(inputs("1.12.6", folder.resolve("state"), text), rendered);

            var json = JsonMapper.shared().readTree(Files.readString(rendered.resolve(WorkspaceRenderer.VARIABLES)));
            var instance = json.path("worker_instances").path(RUNNER.value());
            assertThat(instance.path("egg").asString()).isEqualTo(text);
            assertThat(Files.readString(rendered.resolve("resources.tf"))).doesNotContain("65536", "anchor");
        }
    }

    @Test
    void render_workspace_isValidForOpenTofu() throws Exception {
        renderer.render(inputs(OpenTofu.find().version(), folder.resolve("s").resolve("state"), "web"), folder);

        assertThat(tofu("init", "-input=false", "-no-color")).isZero();
        assertThat(tofu("validate", "-no-color")).isZero();
    }

    @Test
    void render_hostileStatePath_isThatPathForOpenTofu() throws Exception {
        var odd = folder.resolve("a \"quoted\" ${path.cwd} %{x} folder");
        renderer.render(inputs(OpenTofu.find().version(), odd.resolve("terraform.tfstate"), "web"), folder);

        assertThat(tofu("init", "-input=false", "-no-color")).isZero();
        var backend = JsonMapper.shared().readTree(Files.readString(folder.resolve(".terraform/terraform.tfstate")));
        assertThat(backend.path("backend").path("config").path("path").asString())
                .isEqualTo(odd.resolve("terraform.tfstate").toString());
    }

    @Test
    void version_twice_isTheSame() {
        assertThat(renderer.version())
                .isEqualTo(new WorkspaceRenderer().version())
                .hasSize(64);
    }

    private int tofu(String... arguments) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(List.of(OpenTofu.find().path().toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile());
        builder.environment()
                .put("TF_CLI_CONFIG_FILE", folder.resolve(".tofurc").toString());
        var process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        if (process.exitValue() != 0) {
            throw new AssertionError(Files.readString(folder.resolve("output.txt")));
        }
        return process.exitValue();
    }

    private WorkspaceInputs inputs(String version, Path state, String egg) {
        var paths = new LocalInstance.Paths("/bin/true", "/tmp/w", "/tmp/t", "/bin", "/");
        return WorkspaceInputs.local(
                version,
                new StateBackend.LocalFile(state),
                new ProviderMirror(folder.resolve("mirror"), Optional.empty(), false),
                Map.of(RUNNER, new LocalInstance(egg, "http://x", paths, "")));
    }
}
