package io.polargosling.nest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Measures the reading of a large Nest: {@code NestSpeed FOLDER [EGGS]}; the folder is made when it is not there. */
final class NestSpeed {

    private static final int ROUNDS = 5;

    private NestSpeed() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int eggs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        if (Files.notExists(folder)) {
            ManyEggs.files(eggs).forEach((path, text) -> write(folder.resolve(path), text));
        }
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            NestSnapshot nest = NestReader.read(NestFiles.ofDirectory(folder), NestRules.defaults());
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            System.out.printf(
                    "%d eggs, %d findings: %d ms%n",
                    nest.eggs().size(), nest.findings().size(), taken.toMillis());
        }
        var runtime = Runtime.getRuntime();
        System.out.printf("heap in use: %d MB%n", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
