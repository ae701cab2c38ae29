package io.polargosling.worker.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.polargosling.domain.host.HostProcess;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.worker.RunnerScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalInventoryTest {

    private static final RunnerId A = RunnerId.of("aaaaaaaaaaaa");
    private static final RunnerId B = RunnerId.of("bbbbbbbbbbbb");

    @TempDir
    private Path data;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void list_nothingRuns_isEmpty() {
        assertThat(inventory().list()).isEmpty();
    }

    @Test
    void list_manyProcesses_holdsOurRunnersOnly() throws IOException {
        var a = start(arguments(A, folder(A)));
        var b = start(arguments(B, folder(B)));
        start(arguments(A, data.resolve("elsewhere/runners").resolve(A.value()).toString()));
        start(arguments(A, folder(B)));
        start(List.of(
                "runner",
                "--runner-id",
                "no id",
                "--work-dir",
                data.resolve("runners/no id").toString()));
        start(List.of("status", "--runner-id", A.value(), "--work-dir", folder(A)));
        start(List.of("runner", "--work-dir", folder(A)));
        start(List.of("runner", "--runner-id", A.value(), "--work-dir"));
        start(List.of("runner " + String.join(" ", arguments(A, folder(A)))));
        start(List.of("runner", "--runner-id", A.value(), "--work-dir", "\u0001\uFFFD/\n"));

        assertThat(inventory().list())
                .containsExactlyInAnyOrder(
                        CloudResource.local(A, "pid-" + a.pid()), CloudResource.local(B, "pid-" + b.pid()));
    }

    @Test
    void delete_runnerEndsWhenTold_endsThatOneOnly() throws IOException {
        var a = start(arguments(A, folder(A)));
        var b = start(arguments(B, folder(B)));

        inventory().delete(A);

        await().until(() -> !a.isAlive());
        assertThat(b.isAlive()).isTrue();
        assertThat(inventory().list()).hasSize(1);
    }

    @Test
    void delete_runnerIsStubborn_killsItWithWhatItStarted() throws IOException {
        var program = RunnerScript.write(
                data.resolve("bin/stubborn"),
                "trap '' TERM; sh -c \"trap '' TERM; while :; do sleep 0.2; done\" & echo $! > '" + data
                        + "/child'; : > '" + data + "/ready'; while :; do sleep 0.2; done");
        var command = new ArrayList<>(List.of("setsid", program.toString()));
        command.addAll(arguments(A, folder(A)));
        started.add(new ProcessBuilder(command).start());
        await().until(() -> Files.exists(data.resolve("ready")));
        long child = Long.parseLong(Files.readString(data.resolve("child")).strip());

        inventory().delete(A);

        assertThat(inventory().list()).isEmpty();
        await().until(() -> HostProcess.startOf(child).isEmpty());
    }

    @Test
    void delete_nothingRuns_isSilent() {
        assertThatCode(() -> inventory().delete(A)).doesNotThrowAnyException();
    }

    private LocalInventory inventory() {
        return new LocalInventory(new LocalHost(data, "http://127.0.0.1:1", "", Map.of()), Duration.ofMillis(400));
    }

    private String folder(RunnerId runner) {
        return data.resolve("runners").resolve(runner.value()).toString();
    }

    private static List<String> arguments(RunnerId runner, String folder) {
        return List.of("runner", "--runner-id", runner.value(), "--egg-name", "web", "--work-dir", folder);
    }

    private Process start(List<String> arguments) throws IOException {
        var program = RunnerScript.write(data.resolve("bin/gosling"), RunnerScript.STAYS);
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        var process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }
}
