package io.polargosling.standalone.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.polargosling.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Histories of the whole control plane; as many as the system property {@value #COUNT} says. */
class SimulationTest {

    private static final String COUNT = "gosling.simulation.histories";
    private static final String SEED = "gosling.simulation.seed";
    private static final int AT_ONCE = 2;
    private static final Settings SETTINGS = new Binder(new MapConfigurationPropertySource(Map.of()))
            .bindOrCreate("gosling", Bindable.of(Settings.class));

    private final Logger ours = (Logger) LoggerFactory.getLogger("io.polargosling");
    private final Level before = ours.getEffectiveLevel();

    @BeforeEach
    void silence() {
        // Millions of lines that nobody reads; a history that fails prints its own.
        ours.setLevel(Level.OFF);
    }

    @AfterEach
    void speak() {
        ours.setLevel(before);
    }

    private static final class Total {
        private final Map<Chronicle.Count, Long> counts = new EnumMap<>(Chronicle.Count.class);
        private final List<History.Outcome> broken = new ArrayList<>();
        private long runsInOutage;
        private long minutes;

        void add(History.Outcome outcome) {
            outcome.chronicle().counts().forEach((count, times) -> counts.merge(count, times, Long::sum));
            runsInOutage = Math.max(runsInOutage, outcome.runsInOutage());
            minutes += outcome.minutes();
            if (!outcome.chronicle().violations().isEmpty()) {
                broken.add(outcome);
            }
        }
    }

    @Test
    @SuppressWarnings("SystemOut") // The report of a test run is what this is for.
    void histories_withFaultsOfEveryKind_breakNoLaw() throws Exception {
        int histories = Integer.getInteger(COUNT, 150);
        long first = Long.getLong(SEED, 1);
        long began = System.nanoTime();
        var total = new Total();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var running = new ArrayList<Future<History.Outcome>>();
            for (long seed = first; seed < first + histories; seed++) {
                long own = seed;
                running.add(threads.submit(() -> told(own)));
            }
            for (var outcome : running) {
                total.add(outcome.get());
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        print(total, histories, seconds);
        write(histories, total.broken.size());
        assertThat(total.broken)
                .as("histories that broke a law, such as that of seed %s", seedOf(total))
                .isEmpty();
    }

    private static String seedOf(Total total) {
        return total.broken.isEmpty()
                ? "-"
                : Long.toString(total.broken.getFirst().seed());
    }

    private static History.Outcome told(long seed) throws InterruptedException, ExecutionException {
        try {
            return History.of(seed, SETTINGS);
        } catch (RuntimeException e) {
            throw new IllegalStateException("history of seed " + seed, e);
        }
    }

    @SuppressWarnings("SystemOut")
    private static void print(Total total, int histories, double seconds) {
        var text = new StringBuilder("\n| simulation | |\n| --- | ---: |\n");
        line(text, "histories", histories);
        line(text, "violations", total.broken.size());
        line(text, "hours simulated", total.minutes / 60);
        total.counts.forEach((count, times) -> line(text, count.word(), times));
        line(
                text,
                "most tofu runs of an egg in an outage of an hour (at most " + History.allowedRuns(8)
                        + " for 8 runners)",
                total.runsInOutage);
        text.append(String.format(Locale.ROOT, "| seconds | %.1f |%n", seconds));
        total.broken.stream()
                .limit(20)
                .forEach(outcome -> text.append("seed ")
                        .append(outcome.seed())
                        .append(": ")
                        .append(outcome.chronicle().violations())
                        .append('\n'));
        total.broken.stream()
                .limit(1)
                .forEach(outcome -> text.append("history of seed ")
                        .append(outcome.seed())
                        .append('\n')
                        .append(outcome.chronicle().text()));
        System.out.println(text);
    }

    private static void line(StringBuilder text, String what, long number) {
        text.append("| ").append(what).append(" | ").append(number).append(" |\n");
    }

    private static void write(int histories, int violations) throws IOException {
        var folder = Path.of("..", "bench", "results");
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("simulation.json"),
                "{\"figures\": {\"histories\": " + histories + ", \"violations\": " + violations + "}}\n");
    }
}
