package io.polargosling.testkit.contract;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
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
 * JVM's tests have ended, with the last results of backends that other JVMs tested. Build tools name a nested test after
 * the class that declares it, which is one for all.
 */
final class ContractTable implements TestWatcher {

    private static final Path FILE = Path.of("target", "contracts.md");

    /** A file per backend: the rows of its column. */
    private static final Path COLUMNS = Path.of("target", "contracts");

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
            var columns = new TreeMap<String, SortedMap<String, String>>();
            cells.forEach((cell, counts) -> columns.computeIfAbsent(cell.backend(), _ -> new TreeMap<>())
                    .put(cell.contract(), text(counts)));
            try {
                Files.createDirectories(COLUMNS);
                // Another JVM may end at this moment.
                try (var channel = FileChannel.open(
                                FILE.resolveSibling("contracts.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                        var _ = channel.lock()) {
                    for (var column : columns.entrySet()) {
                        Files.write(
                                COLUMNS.resolve(column.getKey()),
                                column.getValue().entrySet().stream()
                                        .map(row -> row.getKey() + ": " + row.getValue())
                                        .toList());
                    }
                    Files.write(FILE, table(read()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static SortedMap<String, SortedMap<String, String>> read() throws IOException {
            var columns = new TreeMap<String, SortedMap<String, String>>();
            try (var files = Files.newDirectoryStream(COLUMNS)) {
                for (var file : files) {
                    var column = new TreeMap<String, String>();
                    for (var line : Files.readAllLines(file)) {
                        int colon = line.indexOf(": ");
                        column.put(line.substring(0, colon), line.substring(colon + 2));
                    }
                    columns.put(file.getFileName().toString(), column);
                }
            }
            return columns;
        }

        private static List<String> table(SortedMap<String, SortedMap<String, String>> columns) {
            var contracts = new TreeSet<String>();
            columns.values().forEach(column -> contracts.addAll(column.keySet()));
            var head = Stream.of(
                    "| contract | " + String.join(" | ", columns.keySet()) + " |",
                    "| --- |" + " --- |".repeat(columns.size()));
            return Stream.concat(
                            head,
                            contracts.stream()
                                    .map(contract -> columns.values().stream()
                                            .map(column -> column.getOrDefault(contract, ""))
                                            .collect(joining(" | ", "| " + contract + " | ", " |"))))
                    .toList();
        }

        private static String text(Map<Outcome, Integer> counts) {
            return counts.entrySet().stream()
                    .map(entry -> entry.getValue() + " " + entry.getKey().name().toLowerCase(Locale.ROOT))
                    .collect(joining(", "));
        }
    }
}
