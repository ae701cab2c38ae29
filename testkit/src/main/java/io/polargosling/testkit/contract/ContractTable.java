package io.polargosling.testkit.contract;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Counts what came of each contract on each backend, and writes it as a table to {@code target/contracts.md} when the
 * JVM's tests have ended. Build tools name a nested test after the class that declares it, which is one for all.
 */
final class ContractTable implements TestWatcher {

    private static final Path FILE = Path.of("target", "contracts.md");

    private enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }

    private record Cell(String contract, String backend) {}

    @Override
    public void testSuccessful(ExtensionContext context) {
        count(context, Outcome.PASSED);
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        count(context, Outcome.FAILED);
    }

    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        count(context, Outcome.SKIPPED);
    }

    private static void count(ExtensionContext context, Outcome outcome) {
        var outermost = context;
        while (outermost.getParent().flatMap(ExtensionContext::getTestClass).isPresent()) {
            outermost = outermost.getParent().orElseThrow();
        }
        var cell = new Cell(
                context.getRequiredTestClass().getSimpleName(),
                outermost.getRequiredTestClass().getSimpleName().replace("ContractTest", ""));
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(ContractTable.class))
                .computeIfAbsent(Counts.class, _ -> new Counts(), Counts.class)
                .add(cell, outcome);
    }

    /** Closed by JUnit after the last test. */
    private static final class Counts implements AutoCloseable {

        private final ConcurrentMap<Cell, Map<Outcome, Integer>> cells = new ConcurrentHashMap<>();

        void add(Cell cell, Outcome outcome) {
            cells.compute(cell, (_, before) -> {
                Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
                if (before != null) {
                    counts.putAll(before);
                }
                counts.merge(outcome, 1, Integer::sum);
                return counts;
            });
        }

        @Override
        public void close() {
            NavigableSet<String> backends = new TreeSet<>();
            var contracts = new TreeMap<String, String>();
            cells.keySet().forEach(cell -> backends.add(cell.backend()));
            cells.keySet().forEach(cell -> contracts.put(cell.contract(), line(cell.contract(), backends)));
            var head = Stream.of(
                    "| contract | " + String.join(" | ", backends) + " |",
                    "| --- |" + " --- |".repeat(backends.size()));
            try {
                Files.createDirectories(FILE.getParent());
                Files.write(
                        FILE, Stream.concat(head, contracts.values().stream()).toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private String line(String contract, NavigableSet<String> backends) {
            return backends.stream()
                    .map(backend -> text(cells.getOrDefault(new Cell(contract, backend), Map.of())))
                    .collect(joining(" | ", "| " + contract + " | ", " |"));
        }

        private static String text(Map<Outcome, Integer> counts) {
            return counts.entrySet().stream()
                    .map(entry -> entry.getValue() + " " + entry.getKey().name().toLowerCase(Locale.ROOT))
                    .collect(joining(", "));
        }
    }
}
