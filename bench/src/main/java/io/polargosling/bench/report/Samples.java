package io.polargosling.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Measurements of one thing in the order made. */
public record Samples(List<Double> values) {

    public Samples {
        values = List.copyOf(values);
    }

    /** The one in the middle. */
    public double median() {
        var sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** All of them, with {@code digits} behind the point. */
    public String all(int digits) {
        return values.stream()
                .map(value -> String.format(Locale.ROOT, "%." + digits + "f", value))
                .collect(Collectors.joining(" "));
    }
}
