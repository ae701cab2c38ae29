package io.polargosling.cli.check;

import io.polargosling.fly.diagnostic.Paint;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Findings as JUnit XML: a test case for each file, which fails with what makes the check fail; the rest is its output. */
final class JunitReport {

    private final StringBuilder out = new StringBuilder();
    private final Checked checked;
    private final Map<String, List<Problem>> byFile;
    /** Those that are missing too, when that is a problem. */
    private final SortedSet<String> files;

    private JunitReport(Checked checked) {
        this.checked = checked;
        this.byFile = checked.problems().stream().collect(Collectors.groupingBy(Problem::file));
        this.files = new TreeSet<>((Collection<String>) checked.files());
        files.addAll(byFile.keySet());
    }

    static String of(Checked checked) {
        return new JunitReport(checked).write();
    }

    private String write() {
        long failures = files.stream()
                .filter(file -> problems(file).stream().anyMatch(checked::fails))
                .count();
        String counts = "name=\"gosling validate\" tests=\"%d\" failures=\"%d\" errors=\"0\" time=\"0\""
                .formatted(files.size(), failures);
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites ").append(counts);
        out.append(">\n  <testsuite ").append(counts).append(" skipped=\"0\">\n");
        files.forEach(this::file);
        return out.append("  </testsuite>\n</testsuites>").toString();
    }

    private List<Problem> problems(String file) {
        return byFile.getOrDefault(file, List.of());
    }

    private void file(String file) {
        out.append("    <testcase classname=\"gosling.validate\" name=\"")
                .append(escaped(file))
                .append("\" file=\"")
                .append(escaped(file))
                .append("\" time=\"0\"");
        List<Problem> failing = problems(file).stream().filter(checked::fails).toList();
        List<Problem> others = problems(file).stream()
                .filter(problem -> !checked.fails(problem))
                .toList();
        if (failing.isEmpty() && others.isEmpty()) {
            out.append("/>\n");
            return;
        }
        out.append(">\n");
        if (!failing.isEmpty()) {
            // Readers differ in what they make of several failures in one case.
            var first = failing.getFirst().finding();
            String more = failing.size() == 1 ? "" : " (and " + (failing.size() - 1) + " more)";
            out.append("      <failure message=\"")
                    .append(escaped(first.message() + more))
                    .append("\" type=\"")
                    .append(escaped(first.code()))
                    .append("\">")
                    .append(text(failing))
                    .append("</failure>\n");
        }
        if (!others.isEmpty()) {
            out.append("      <system-out>").append(text(others)).append("</system-out>\n");
        }
        out.append("    </testcase>\n");
    }

    private static String text(List<Problem> problems) {
        return escaped(problems.stream()
                .map(problem -> problem.text(Paint.NONE))
                .collect(Collectors.joining())
                .stripTrailing());
    }

    /** For attributes and text; what XML cannot say at all becomes U+FFFD. */
    private static String escaped(String text) {
        var escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isXml(c) ? c : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    private static boolean isXml(int c) {
        return c == '\t' || c == '\n' || (c >= ' ' && c < 0xD800) || (c >= 0xE000 && c != 0xFFFE && c != 0xFFFF);
    }
}
