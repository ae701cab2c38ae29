package io.polargosling.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Programs run to their end. */
public final class Processes {

    private Processes() {}

    /** What a program did. */
    public record Outcome(int exit, String output, Duration wall) {}

    /** Runs {@code command} in {@code folder}; both of its outputs together. */
    public static Outcome run(Path folder, List<String> command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        return new Outcome(exit, output, Duration.ofNanos(System.nanoTime() - start));
    }

    /** As {@link #run}, for a program that must succeed. */
    public static Outcome succeed(Path folder, List<String> command) throws IOException, InterruptedException {
        var outcome = run(folder, command);
        if (outcome.exit() != 0) {
            throw new IOException("running " + command.getFirst() + ": exit " + outcome.exit() + " (expected: 0)\n"
                    + outcome.output());
        }
        return outcome;
    }

    /** The Java that runs this, with our class path. */
    public static List<String> java(List<String> options, Class<?> main, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
