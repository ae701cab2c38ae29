package io.polargosling.bench.orchestrator;

import io.polargosling.bench.product.BenchedProduct;
import io.polargosling.bench.report.Report;
import io.polargosling.bench.report.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One machine at a time, cold and warm, and the same made by hand, by turns. */
final class FromEventToMachine {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BY_HAND = 9;
    private static final String WHOLE = "accepted -> applied";
    private static final String STARTED = "accepted -> OpenTofu started";

    private final Report report;
    private final Events events;
    private final Path folder;

    FromEventToMachine(Report report, Events events, Path folder) {
        this.report = report;
        this.events = events;
        this.folder = folder;
    }

    /** Each of {@code eggs} eggs gets two machines, one after the other. */
    void measure(int eggs) throws IOException, InterruptedException {
        var cold = new Parts();
        for (int egg = 0; egg < eggs; egg++) {
            cold.add(machine(egg));
        }
        events.tofu().captureNext();
        var _ = machine(0);
        var byHand = ByHand.of(events.tofu(), folder.resolve("data"), folder.resolve("by-hand"));
        var typed = new ArrayList<List<Double>>();
        // Once unmeasured, as ours was.
        var _ = byHand.measure();
        var warm = new Parts();
        for (int egg = 1; egg < eggs; egg++) {
            warm.add(machine(egg));
            if (egg % Math.max(1, eggs / BY_HAND) == 0) {
                typed.add(byHand.measure());
            }
        }
        show(cold, warm, typed);
    }

    private Map<String, Double> machine(int egg) throws IOException, InterruptedException {
        String name = BenchedProduct.name(egg);
        events.enqueue(egg);
        var sent = events.send(egg);
        var applied = events.tofu().await(name, sent.begun(), PATIENCE, note -> note.is("apply", true));
        if (applied.isEmpty()) {
            throw new IOException("making a machine of egg " + name + ": not applied in " + PATIENCE.toSeconds()
                    + " s; the product's log says why");
        }
        return parts(sent.accepted(), events.tofu().notes(name, sent.begun()));
    }

    private static Map<String, Double> parts(Instant accepted, List<WatchedTofu.Note> notes) throws IOException {
        var parts = new LinkedHashMap<String, Double>();
        var first = notes.getFirst();
        parts.put(STARTED, millis(accepted, first.at()));
        parts.put("  accepted -> decided and reserved", millis(accepted, first.folderMade()));
        parts.put("  workspace rendered", millis(first.folderMade(), first.at()));
        WatchedTofu.@Nullable Note last = null;
        for (var note : notes) {
            if (last != null) {
                parts.put(
                        note.isEnd() ? "tofu " + note.phase() : "before " + note.phase(), millis(last.at(), note.at()));
            }
            last = note;
            if (note.is("apply", true)) {
                break;
            }
        }
        parts.put(WHOLE, millis(accepted, last == null ? accepted : last.at()));
        return parts;
    }

    static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e6;
    }

    private void show(Parts cold, Parts warm, List<List<Double>> typed) {
        report.heading("from a webhook to OpenTofu (bound: p50 300 ms, p99 2 s), one egg at a time");
        var started = warm.samples(STARTED);
        report.row("workspace warm", spread(started));
        report.row("first machine of an egg, init included later", spread(cold.samples(STARTED)));
        report.figure("event_to_tofu_p50_ms", started.median());
        report.figure("event_to_tofu_p99_ms", started.at(0.99));
        report.heading("from a webhook to a local machine, medians");
        warm.show(report);
        report.row("with init: " + WHOLE, spread(cold.samples(WHOLE)));
        report.row("with init: tofu init", spread(cold.samples("tofu init")));
        var sums = new Samples(typed.stream()
                .map(one -> one.stream().mapToDouble(Double::doubleValue).sum())
                .toList());
        report.heading("typed by hand in a copy of the workspace, by turns with ours (bound: ratio 1.5, aim 1.0)");
        for (int phase = 0; phase < 3; phase++) {
            int index = phase;
            var samples = new Samples(typed.stream().map(one -> one.get(index)).toList());
            report.row("tofu " + List.of("init", "plan", "apply").get(phase), spread(samples));
        }
        double ratio = warm.samples(WHOLE).median() / sums.median();
        report.row("all three", spread(sums));
        report.row("ratio", String.format(Locale.ROOT, "%8.2f", ratio));
        report.figure("applied_ratio", ratio);
    }

    private static String spread(Samples samples) {
        return String.format(
                Locale.ROOT,
                "%8.0f ms   p99 %.0f ms   max %.0f ms   of %d",
                samples.median(),
                samples.at(0.99),
                samples.at(1),
                samples.values().size());
    }

    /** What each part of the way took, of all machines. */
    private static final class Parts {

        private final Map<String, List<Double>> all = new LinkedHashMap<>();

        void add(Map<String, Double> one) {
            one.forEach((name, millis) ->
                    all.computeIfAbsent(name, _ -> new ArrayList<>()).add(millis));
        }

        Samples samples(String name) {
            return new Samples(all.getOrDefault(name, List.of(Double.NaN)));
        }

        void show(Report report) {
            all.keySet().forEach(name -> report.row(name, spread(samples(name))));
        }
    }
}
