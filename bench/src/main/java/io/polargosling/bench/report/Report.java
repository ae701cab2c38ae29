package io.polargosling.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A table printed as it grows, and the figures by name as {@code results/NAME.json}. */
public final class Report {

    private static final int LABEL = 56;
    private static final Pattern ENTRY = Pattern.compile("\"([a-z0-9_]+)\": (-?[0-9.]+)");

    private final String name;
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();

    public Report(String name) {
        this.name = name;
    }

    /** Begins a part of the table. */
    public void heading(String text) {
        print("");
        print(text);
    }

    /** One line of the table. */
    public void row(String label, String text) {
        print("  " + label + " ".repeat(Math.max(1, LABEL - label.length())) + text);
    }

    /** Keeps one figure for the file. */
    public void figure(String key, double value) {
        figures.put(key, value);
    }

    /** Writes the figures, and keeps those of other names that an earlier run has left. */
    public void merge(Path results) throws IOException {
        var file = results.resolve(name + ".json");
        if (Files.exists(file)) {
            ENTRY.matcher(Files.readString(file))
                    .results()
                    .forEach(entry -> figures.putIfAbsent(entry.group(1), Double.valueOf(entry.group(2))));
        }
        write(results);
    }

    /** Writes the figures. */
    public void write(Path results) throws IOException {
        Files.createDirectories(results);
        String entries = figures.entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "    \"%s\": %.3f", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(",\n"));
        var file = results.resolve(name + ".json");
        Files.writeString(file, "{\n  \"figures\": {\n" + entries + "\n  }\n}\n");
        Files.writeString(results.resolve(name + ".txt"), String.join("\n", lines) + "\n");
        System.out.println("\nfigures in bench/results/" + name + ".json");
    }

    private void print(String line) {
        lines.add(line);
        System.out.println(line);
    }
}
