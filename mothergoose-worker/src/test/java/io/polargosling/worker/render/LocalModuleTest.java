package io.polargosling.worker.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.host.HostProcess;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.worker.RunnerScript;
import io.polargosling.worker.inventory.LocalHost;
import io.polargosling.worker.inventory.LocalInventory;
import io.polargosling.worker.tofu.OpenTofu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The compute module for this host, without the worker around it. */
class LocalModuleTest {

    private static final Path MODULE = Path.of("../compute-module/local");
    private static final RunnerId RUNNER = RunnerId.of("abc123def456");

    @TempDir
    private Path folder;

    private Path work;
    private LocalInstance instance;
    private LocalInventory inventory;

    @BeforeEach
    void prepare() {
        RunnerScript.write(folder.resolve("bin/gosling"), RunnerScript.STAYS);
        var host = new LocalHost(
                folder,
                "http://127.0.0.1:1",
                "",
                Map.of("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"), "HOME", folder.toString()));
        host.writeEnrolmentToken(RUNNER, "one-time");
        work = folder.resolve("runners").resolve(RUNNER.value());
        instance = host.instance(RUNNER, EggName.of("web"));
        inventory = new LocalInventory(host);
    }

    @AfterEach
    void endRunners() {
        inventory.delete(RUNNER);
    }

    @Test
    void tests_ofTheModuleItself_pass() throws Exception {
        var copy = Files.createDirectories(folder.resolve("module"));
        for (var file : List.of("contract.tf", "main.tf", "start.sh", "local.tftest.hcl")) {
            Files.copy(MODULE.resolve(file), copy.resolve(file));
        }
        Files.writeString(
                copy.resolve("instances.tfvars.json"),
                JsonMapper.shared()
                        .writeValueAsString(Map.of("instances", Map.of(RUNNER.value(), instance.asVariables()))));
        var tofu = OpenTofu.find().path().toString();
        run(copy, Map.of(), tofu, "init", "-input=false", "-no-color");

        var said = run(copy, Map.of(), tofu, "test", "-no-color", "-var-file=instances.tfvars.json");

        assertThat(said).contains("5 passed, 0 failed");
        assertThat(inventory.list()).isEmpty();
    }

    @Test
    void start_twice_startsOneProcess() throws Exception {
        start();
        var first = Files.readString(work.resolve("pid"));
        assertThat(inventory.list()).hasSize(1);

        start();

        assertThat(inventory.list()).hasSize(1);
        assertThat(Files.readString(work.resolve("pid"))).isEqualTo(first);
    }

    @Test
    void start_formerProcessIsGoneAndItsNumberIsTaken_startsAnother() throws Exception {
        Files.writeString(work.resolve("pid"), ProcessHandle.current().pid() + " 1\n");

        start();

        assertThat(inventory.list()).hasSize(1);
        assertThat(Files.readString(work.resolve("pid"))).doesNotEndWith(" 1\n");
    }

    @Test
    void end_runner_endsItAndRemovesItsSecrets() throws Exception {
        start();
        for (var secret : List.of("config.toml", "config123.toml", "enrolment-token.new")) {
            Files.writeString(work.resolve(secret), "secret");
        }
        Files.createDirectories(work.resolve("builds/repository"));

        end();

        assertThat(inventory.list()).isEmpty();
        try (var left = Files.list(work)) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactly("gosling.log");
        }
    }

    @Test
    void end_runnerIgnoresTheSignal_killsItWithWhatItStarted() throws Exception {
        RunnerScript.write(
                folder.resolve("bin/gosling"),
                "trap '' TERM; sh -c \"trap '' TERM; while :; do sleep 0.2; done\" & echo $! > child; : > ready;"
                        + " while :; do sleep 0.2; done");
        start();
        await().until(() -> Files.exists(work.resolve("ready")));
        long child = Long.parseLong(Files.readString(work.resolve("child")).strip());

        end();

        assertThat(inventory.list()).isEmpty();
        await().until(() -> HostProcess.startOf(child).isEmpty());
        assertThat(work.resolve("enrolment-token")).doesNotExist();
    }

    @Test
    void end_twiceOrWithoutAFolder_isSilent() throws Exception {
        start();
        end();

        end();
        run(folder, Map.of("WORK_DIR", folder.resolve("nowhere").toString()), "sh", "-c", endScript());

        assertThat(inventory.list()).isEmpty();
    }

    private void start() throws Exception {
        var variables = Map.of(
                "RUNNER_ID", RUNNER.value(),
                "EGG", "web",
                "API_URL", "http://127.0.0.1:1",
                "TOKEN_FILE", work.resolve("enrolment-token").toString(),
                "WORK_DIR", work.toString(),
                "GOSLING", folder.resolve("bin/gosling").toString(),
                "RUNNER_PATH", System.getenv("PATH"),
                "RUNNER_HOME", folder.toString(),
                "RUNNER_LANG", "C.UTF-8",
                "RUN_AS", "");
        run(folder, variables, "sh", "-c", Files.readString(MODULE.resolve("start.sh")));
        await().until(() -> !inventory.list().isEmpty());
    }

    private void end() throws Exception {
        run(folder, Map.of("WORK_DIR", work.toString()), "sh", "-c", endScript());
    }

    /** The destroy provisioner's script as the shell sees it, with a shorter wait before it kills. */
    private static String endScript() throws IOException {
        var module = Files.readString(MODULE.resolve("main.tf"));
        var script = module.substring(module.indexOf("<<-SH\n") + 6, module.indexOf("\n    SH\n"));
        assertThat(script).contains("-lt 100");
        return script.replace("$${", "${").replace("-lt 100", "-lt 5");
    }

    private String run(Path in, Map<String, String> variables, String... command)
            throws IOException, InterruptedException {
        var output = folder.resolve("output.txt");
        var builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        builder.environment().put("CHECKPOINT_DISABLE", "1");
        var process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        var said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
