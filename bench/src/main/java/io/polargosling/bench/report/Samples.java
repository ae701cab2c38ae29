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

    /** The one below which {@code share} of them are, such as 0.99; with few of them the greatest. */
    public double at(double share) {
        var sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.max(0, Math.ceil(share * sorted.size()) - 1));
    }

    /** All of them, with {@code digits} behind the point. */
    public String all(int digits) {
        return values.stream()
                .map(value -> String.format(Locale.ROOT, "%." + digits + "f", value))
                .collect(Collectors.joining(" "));
    }
}
