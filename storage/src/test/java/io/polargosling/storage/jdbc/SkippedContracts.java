package io.polargosling.storage.jdbc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.TestAbortedException;

/** Says which contracts of a backend were skipped, so that nobody takes them for passed. */
final class SkippedContracts implements BeforeEachCallback, TestWatcher, AfterAllCallback {

    private final String backend;
    private final Optional<String> obstacle;
    private final Map<String, List<String>> skipped = new ConcurrentHashMap<>();
    private volatile @Nullable String reason;

    private SkippedContracts(String backend, Optional<String> obstacle) {
        this.backend = backend;
        this.obstacle = obstacle;
    }

    /** Skips every test while the environment does not have {@code variable}. */
    static SkippedContracts without(String variable, String expected, String backend) {
        boolean there = !Optional.ofNullable(System.getenv(variable)).orElse("").isEmpty();
        return new SkippedContracts(
                backend, there ? Optional.empty() : Optional.of(variable + " is not set (expected: " + expected + ")"));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        obstacle.ifPresent(reason -> {
            throw new TestAbortedException(reason);
        });
    }

    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        skipped.computeIfAbsent(context.getRequiredTestClass().getSimpleName(), _ -> new CopyOnWriteArrayList<>())
                .add(context.getDisplayName());
        reason = Optional.ofNullable(cause).map(Throwable::getMessage).orElse(reason);
    }

    /** Once, after the last nested class. */
    @Override
    @SuppressWarnings("SystemOut") // The report of a test run is what this is for.
    public void afterAll(ExtensionContext context) {
        boolean isNested = context.getRequiredTestClass().getEnclosingClass() != null;
        if (isNested || skipped.isEmpty()) {
            return;
        }
        int count = skipped.values().stream().mapToInt(List::size).sum();
        System.out.printf("%d contracts skipped on %s: %s%n", count, backend, reason);
        new TreeMap<>(skipped)
                .forEach((contract, names) ->
                        System.out.printf("  %s (%d): %s%n", contract, names.size(), String.join(" ", names)));
    }
}
