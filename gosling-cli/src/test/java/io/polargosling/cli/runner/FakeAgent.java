package io.polargosling.cli.runner;

import static org.awaitility.Awaitility.await;

import io.polargosling.domain.host.HostProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An agent that is a shell script. Whatever it does, each start first leaves its arguments, its environment and its
 * process id in the folder {@code seen}.
 */
record FakeAgent(Path program, Path seen) {

    /** Runs until it gets QUIT (ends with 0 at once) or TERM (ends with 1). */
    static final String PATIENT = """
            trap 'echo QUIT >>$seen/signals; exit 0' QUIT
            trap 'echo TERM >>$seen/signals; exit 1' TERM
            echo $$ >>"$seen/ready"
            while :; do sleep 0.05; done
            """;

    static FakeAgent make(Path folder, String script) throws IOException {
        Path seen = Files.createDirectories(folder.resolve("seen"));
        Path program = folder.resolve("fake-agent");
        String head = """
                #!/bin/sh
                if [ "$1" = --version ]; then echo 'Version:      19.4.0'; exit 0; fi
                seen='%s'
                tr '\\0' '\\n' </proc/$$/environ >"$seen/environment"
                echo "$*" >>"$seen/arguments"
                echo "$$" >>"$seen/pids"
                """.formatted(seen);
        Files.writeString(program, head + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new FakeAgent(program, seen);
    }

    /** The lines of a file it left; empty when there is none yet. */
    List<String> seen(String file) {
        try {
            Path path = seen.resolve(file);
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it listens to signals after its {@code nth} start. */
    void awaitReady(int nth) {
        await().atMost(20, TimeUnit.SECONDS)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .until(() -> seen("ready").size() >= nth);
    }

    /** True when the process {@code pid} still runs; what nobody has waited for yet does not count. */
    static boolean alive(long pid) {
        return HostProcess.startOf(pid).isPresent();
    }
}
