package io.polargosling.standalone.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Calls of the {@code gosling} command, several at once. */
final class GoslingCommand {

    private final Programs programs;
    private final Path folder;
    private final Path data;
    private final List<Process> running = new ArrayList<>();

    GoslingCommand(Programs programs, Path folder, Path data) {
        this.programs = programs;
        this.folder = folder;
        this.data = data;
    }

    /** Begins to store a secret. */
    void setSecret(String uri, String value) {
        var builder = new ProcessBuilder(programs.gosling().toString(), "secret", "set", uri, "--data", data.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("gosling.log").toFile()));
        builder.environment().clear();
        builder.environment().putAll(programs.environment());
        try {
            var process = builder.start();
            running.add(process);
            try (var input = process.outputWriter()) {
                input.write(value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("storing the secret " + uri + ": " + e.getMessage(), e);
        }
    }

    /** Waits for all that was begun. */
    void await() {
        try {
            for (var process : running) {
                if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw new IllegalStateException(
                            "storing a secret: gosling did not do it, see " + folder.resolve("gosling.log"));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotObservedException("interrupted while storing secrets");
        } finally {
            running.forEach(Process::destroyForcibly);
        }
    }
}
