package io.polargosling.standalone.demo;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that runs beside us, its output in a file. */
final class ChildProgram {

    private final String name;
    private final Process process;
    private final Path log;

    private ChildProgram(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts it; a log that exists is continued. */
    static ChildProgram start(
            String name, List<String> command, Map<String, String> environment, Path folder, Path log) {
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return new ChildProgram(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException("starting " + name + ": " + e.getMessage(), e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Path log() {
        return log;
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "";
        }
    }

    /** What to say when it is not as it should be. */
    String condition() {
        return name + (isAlive() ? " runs" : " has ended with " + process.exitValue()) + ", see " + log;
    }

    /** Ends it as kill -9 does, and returns when it is gone. */
    void kill() {
        process.destroyForcibly();
        waitFor(Duration.ofSeconds(10));
    }

    /** Asks it to end, and kills it when it has not after {@code patience}; true when it ended by itself. */
    boolean stop(Duration patience) {
        process.destroy();
        if (waitFor(patience)) {
            return true;
        }
        kill();
        return false;
    }

    private boolean waitFor(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
