package io.polargosling.bench.storage;

import io.polargosling.bench.report.Processes;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.storage.jdbc.JdbcStorage;
import java.io.BufferedReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Transitions in a process that is killed in their midst: how many a second, and whether each acknowledged one is there
 * afterwards.
 */
final class KilledWriter {

    private static final int THREADS = 16;
    private static final long SECONDS = 6;

    private KilledWriter() {}

    /** What the killed process had acknowledged. */
    record Outcome(double perSecond, long acknowledged, long lost) {}

    /** In the process to be killed: prints the runner and its version behind each acknowledged transition. */
    public static void main(String[] arguments) throws Exception {
        var storage = JdbcStorage.embedded(Path.of(arguments[0]));
        PrintStream out = System.out;
        for (int thread = 0; thread < THREADS; thread++) {
            Runner ready = Fleet.ready(storage, Fleet.declare(storage, thread).getFirst());
            Thread.ofPlatform().start(() -> {
                Runner runner = ready;
                while (true) {
                    runner = Fleet.move(storage, runner);
                    out.println(runner.id() + " " + runner.version());
                }
            });
        }
    }

    /** Starts it on an empty folder, kills it after some seconds and looks what is left. */
    static Outcome measure(Path folder) throws Exception {
        Files.createDirectories(folder);
        Process child = new ProcessBuilder(Processes.java(List.of(), KilledWriter.class, folder.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var versions = new HashMap<String, Long>();
        long count = 0;
        long measured = 0;
        try (BufferedReader lines = child.inputReader()) {
            long start = 0;
            long end = Long.MAX_VALUE;
            boolean killed = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                long now = System.nanoTime();
                if (start == 0) {
                    // The first second is warming up.
                    start = now + 1_000_000_000L;
                    end = start + SECONDS * 1_000_000_000L;
                }
                if (now > end && !killed) {
                    // Through the handle: Process.destroyForcibly() would close the stream with what came last.
                    killed = child.toHandle().destroyForcibly();
                }
                measured += now >= start && now <= end ? 1 : 0;
                count += note(line, versions);
            }
        }
        int _ = child.waitFor();
        return new Outcome(measured / (double) SECONDS, count, lost(folder, versions));
    }

    /** The last line may be cut. */
    private static int note(String line, Map<String, Long> versions) {
        String[] parts = line.split(" ");
        if (parts.length != 2 || parts[0].length() != 12) {
            return 0;
        }
        versions.merge(parts[0], Long.parseLong(parts[1]), Math::max);
        return 1;
    }

    private static long lost(Path folder, Map<String, Long> versions) {
        long lost = 0;
        try (var storage = JdbcStorage.embedded(folder)) {
            for (var entry : versions.entrySet()) {
                long stored = storage.runners()
                        .find(RunnerId.of(entry.getKey()))
                        .map(Runner::version)
                        .orElse(0L);
                lost += Math.max(0, entry.getValue() - stored);
            }
        }
        return lost;
    }
}
