package io.polargosling.bench.storage;

import io.polargosling.bench.report.Processes;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.storage.jdbc.JdbcStorage;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Transitions in a process that is killed in their midst: how many a second, and whether each acknowledged one is there
 * afterwards.
 */
final class KilledWriter {

    private static final int THREADS = 16;
    private static final long SECONDS = 5;
    private static final long WARM_UP_SECONDS = 5;

    private KilledWriter() {}

    /** What the killed process had acknowledged. */
    record Outcome(double perSecond, long acknowledged, long lost) {}

    /**
     * In the process to be killed: notes each runner's newest acknowledged version in a mapped file, which the kernel
     * keeps when the process dies.
     */
    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        var storage = JdbcStorage.embedded(folder, THREADS);
        LongBuffer versions = mapped(folder.resolve("acknowledged"));
        for (int thread = 0; thread < THREADS; thread++) {
            int slot = thread;
            Runner ready = Fleet.ready(storage, Fleet.declare(storage, thread).getFirst());
            Thread.ofPlatform().start(() -> {
                Runner runner = ready;
                while (true) {
                    runner = Fleet.move(storage, runner);
                    versions.put(slot, runner.version());
                }
            });
        }
    }

    private static LongBuffer mapped(Path file) throws IOException {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, 8L * THREADS).asLongBuffer();
        }
    }

    /** Starts it on an empty folder, kills it in full flow and looks what is left. */
    static Outcome measure(Path folder) throws Exception {
        Files.createDirectories(folder);
        LongBuffer versions = mapped(folder.resolve("acknowledged"));
        Process child = new ProcessBuilder(Processes.java(List.of(), KilledWriter.class, folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        while (versions.get(THREADS - 1) == 0) {
            Thread.sleep(10);
        }
        Thread.sleep(1000 * WARM_UP_SECONDS);
        long before = sum(versions);
        Thread.sleep(1000 * SECONDS);
        long after = sum(versions);
        int _ = child.destroyForcibly().waitFor();
        return new Outcome((after - before) / (double) SECONDS, sum(versions), lost(folder, versions));
    }

    private static long sum(LongBuffer versions) {
        long sum = 0;
        for (int i = 0; i < THREADS; i++) {
            sum += versions.get(i);
        }
        return sum;
    }

    private static long lost(Path folder, LongBuffer versions) {
        long lost = 0;
        try (var storage = JdbcStorage.embedded(folder)) {
            for (int i = 0; i < THREADS; i++) {
                long stored = storage.runners()
                        .find(RunnerId.of("%08x%04x".formatted(i, 0)))
                        .map(Runner::version)
                        .orElse(0L);
                lost += Math.max(0, versions.get(i) - stored);
            }
        }
        return lost;
    }
}
