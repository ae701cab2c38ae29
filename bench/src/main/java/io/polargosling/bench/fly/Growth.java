package io.polargosling.bench.fly;

import io.polargosling.bench.report.Report;
import io.polargosling.fly.Fly;
import io.polargosling.fly.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How parsing time grows with one file's size, and what hostile files cost. */
final class Growth {

    private static final int RUNS = 15;
    private static final int WARM_UPS = 20;
    private static final int HALF_MEGABYTE = 500_000;

    private Growth() {}

    private record Hostile(String name, String text) {}

    static void measure(Report report, String egg) {
        report.heading("one file, from bytes to tree (best of " + RUNS + " runs, the sizes by turns)");
        var files = new ArrayList<byte[]>();
        for (int size = HALF_MEGABYTE; size <= 8 * HALF_MEGABYTE; size *= 2) {
            files.add(egg.repeat(1 + size / egg.length()).getBytes(StandardCharsets.UTF_8));
        }
        var best = new double[files.size()];
        Arrays.fill(best, Double.MAX_VALUE);
        for (int run = 0; run < WARM_UPS + RUNS; run++) {
            for (int i = 0; i < best.length; i++) {
                double took = millis(files.get(i));
                best[i] = run < WARM_UPS ? best[i] : Math.min(best[i], took);
            }
        }
        double worst = 0;
        for (int i = 0; i < best.length; i++) {
            double ratio = i == 0 ? 0 : best[i] / best[i - 1];
            worst = Math.max(worst, ratio);
            report.row(
                    String.format(Locale.ROOT, "%.1f MB", files.get(i).length / 1e6),
                    String.format(Locale.ROOT, "%7.1f ms", best[i])
                            + (i == 0 ? "" : String.format(Locale.ROOT, "   x %.2f (bound: 2.3)", ratio)));
        }
        report.figure("growth_per_doubling", worst);
        report.heading("hostile files (bound: 1000 ms each)");
        for (Hostile hostile : hostile()) {
            byte[] bytes = hostile.text().getBytes(StandardCharsets.UTF_8);
            long start = System.nanoTime();
            var parsed = Fly.parse(SourceFile.of("hostile.fly", bytes));
            double millis = (System.nanoTime() - start) / 1e6;
            report.row(
                    hostile.name(),
                    String.format(
                            Locale.ROOT,
                            "%7.1f ms   %s",
                            millis,
                            parsed.hasErrors()
                                    ? parsed.diagnostics().size() + " diagnostics, first: "
                                            + parsed.diagnostics().getFirst().summary()
                                    : "accepted"));
        }
    }

    private static double millis(byte[] file) {
        long start = System.nanoTime();
        var parsed = Fly.parse(SourceFile.of("big.fly", file));
        double took = (System.nanoTime() - start) / 1e6;
        if (parsed.hasErrors()) {
            throw new IllegalStateException("the file must parse: " + parsed.diagnostics());
        }
        return took;
    }

    private static List<Hostile> hostile() {
        int many = 100_000;
        var attributes = new StringBuilder();
        for (int i = 0; i < many; i++) {
            attributes.append("a").append(i).append(" = ").append(i).append('\n');
        }
        return List.of(
                new Hostile("100,000 nested brackets", "a = " + "[".repeat(many) + "]".repeat(many) + "\n"),
                new Hostile("100,000 nested templates", "a = " + "\"${".repeat(many) + "1" + "}\"".repeat(many) + "\n"),
                new Hostile("100,000 nested blocks", "a {\n".repeat(many) + "}\n".repeat(many)),
                new Hostile("a body of 100,000 attributes", attributes.toString()),
                new Hostile("a heredoc of 100,000 lines", "a = <<-E\n" + "  line of text\n".repeat(many) + "  E\n"),
                new Hostile("a megabyte of $", "a = \"" + "$".repeat(1_000_000) + "\"\n"),
                new Hostile("a megabyte of $, no quotes", "$".repeat(1_000_000)),
                new Hostile("a megabyte of %{if", "a = \"" + "%{if ".repeat(200_000) + "\"\n"),
                new Hostile("a megabyte of quotes", "\"".repeat(1_000_000)),
                new Hostile("a megabyte of minus signs", "a = " + "-".repeat(1_000_000) + "1\n"));
    }
}
