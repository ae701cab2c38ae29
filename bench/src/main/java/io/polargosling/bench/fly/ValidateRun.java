package io.polargosling.bench.fly;

import io.polargosling.nest.NestFiles;
import io.polargosling.nest.NestReader;
import io.polargosling.nest.NestRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Validates one Nest in a process of its own and prints the seconds from {@code main} to the findings, and the peak memory. */
final class ValidateRun {

    private ValidateRun() {}

    public static void main(String[] arguments) throws IOException {
        long start = System.nanoTime();
        var snapshot = NestReader.read(NestFiles.ofDirectory(Path.of(arguments[0])), NestRules.defaults());
        double seconds = (System.nanoTime() - start) / 1e9;
        int eggs = Integer.parseInt(arguments[1]);
        if (snapshot.eggs().size() != eggs || !snapshot.broken().isEmpty()) {
            throw new IllegalStateException("found " + snapshot.eggs().size() + " eggs (expected: " + eggs
                    + "); first: " + snapshot.findings().stream().limit(3).toList());
        }
        System.out.printf(Locale.ROOT, "%.3f %d%n", seconds, peakKilobytes());
    }

    private static long peakKilobytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}
