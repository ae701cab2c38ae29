package io.polargosling.cli.job;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A job's script as a process.
 *
 * @param folder where it runs
 * @param text what {@code sh} runs; its first failing command ends it
 * @param environment added to that of this process
 * @param limit after which it is ended with all it started
 */
record JobScript(Path folder, String text, Map<String, String> environment, Duration limit) {

    private static final Duration GRACE = Duration.ofSeconds(5);

    /** How it ended. */
    sealed interface Ended {

        /** By itself. */
        record Exited(int code) implements Ended {}

        /** It was ended. */
        record OutOfTime() implements Ended {}
    }

    /** Runs it to its end, each line of its two outputs going to {@code line} as it comes. */
    Ended run(Consumer<String> line) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("sh", "-e", "-c", text)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        var process = builder.start();
        var reader = Thread.ofVirtual().name("job-output").start(() -> pass(process, line));
        try {
            boolean inTime = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!inTime) {
                end(process);
                return new Ended.OutOfTime();
            }
            // What it left in the background may keep the output open for ever.
            reader.join(GRACE);
            return new Ended.Exited(process.exitValue());
        } finally {
            end(process);
        }
    }

    private static void end(Process process) throws InterruptedException {
        var all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)
                || all.stream().anyMatch(ProcessHandle::isAlive)) {
            all.forEach(ProcessHandle::destroyForcibly);
            process.waitFor();
        }
    }

    private static void pass(Process process, Consumer<String> line) {
        try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String next = reader.readLine(); next != null; next = reader.readLine()) {
                line.accept(next);
            }
        } catch (IOException e) {
            // The process is gone, and with it what it still had to say.
            line.accept("(output cut: " + e.getMessage() + ")");
        }
    }
}
