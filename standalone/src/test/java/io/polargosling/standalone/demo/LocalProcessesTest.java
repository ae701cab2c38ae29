package io.polargosling.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProcessesTest {

    @TempDir
    private Path folder;

    @Test
    void end_ofProcessesInAndOutOfTheFolder_endsTheStubbornOnesInItOnly() throws IOException, InterruptedException {
        var inside = Files.createDirectories(folder.resolve("inside"));
        var outside = Files.createDirectories(folder.resolve("insider"));
        var stubborn = start(inside, "trap '' TERM; echo ready; while :; do sleep 0.1; done");
        var other = start(outside, "echo ready; exec sleep 60");
        try {
            var processes = new LocalProcesses(inside.toRealPath());
            assertThat(processes.list(Set.of()))
                    .extracting(LocalProcesses.Found::pid)
                    .contains(stubborn.pid());
            assertThat(processes.list(Set.of(stubborn.pid())))
                    .extracting(LocalProcesses.Found::pid)
                    .doesNotContain(stubborn.pid(), other.pid());

            processes.end(Set.of());

            assertThat(stubborn.waitFor(1, TimeUnit.SECONDS)).isTrue();
            assertThat(other.isAlive()).isTrue();
            assertThat(processes.list(Set.of())).isEmpty();
        } finally {
            List.of(stubborn, other).forEach(Process::destroyForcibly);
        }
    }

    private static Process start(Path folder, String script) throws IOException {
        var process = new ProcessBuilder("sh", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
        return process;
    }
}
