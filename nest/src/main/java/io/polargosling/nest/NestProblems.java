package io.polargosling.nest;

import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.source.SourcePosition;
import io.polargosling.fly.source.SourceRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong with a Nest, once as findings and once as diagnostics for whoever can draw source lines. */
final class NestProblems {

    private record Entry(Finding finding, Optional<Diagnostic> diagnostic) {}

    private final List<Entry> entries = new ArrayList<>();

    /** A problem with a place; {@code subject} such as {@code egg/web}. */
    void add(String subject, Diagnostic diagnostic) {
        Severity severity = switch (diagnostic.severity()) {
            case ERROR -> Severity.ERROR;
            case WARNING -> Severity.WARNING;
        };
        var finding = new Finding(
                severity,
                diagnostic.code(),
                place(diagnostic.range()),
                subject,
                diagnostic.summary() + ": " + diagnostic.detail(),
                diagnostic.suggestion());
        entries.add(new Entry(finding, Optional.of(diagnostic)));
    }

    void addAll(String subject, List<Diagnostic> diagnostics) {
        diagnostics.forEach(diagnostic -> add(subject, diagnostic));
    }

    /** A problem of a whole file, present or missing. */
    void warnOfFile(String code, String path, String subject, String message, String advice) {
        entries.add(new Entry(
                new Finding(Severity.WARNING, code, Place.ofFile(path), subject, message, Optional.of(advice)),
                Optional.empty()));
    }

    private static Place place(SourceRange range) {
        SourcePosition start = range.start();
        return new Place(range.file().name(), start.line(), start.column());
    }

    /** As {@link #warnOfFile}, of something whose stored version must stay. */
    void refuseFile(String code, String path, String subject, String message, String advice) {
        entries.add(new Entry(
                new Finding(Severity.ERROR, code, Place.ofFile(path), subject, message, Optional.of(advice)),
                Optional.empty()));
    }

    /** All of them, in the order of files and places. */
    CheckedFiles toFiles() {
        List<Entry> sorted = sorted();
        return new CheckedFiles(
                sorted.stream().map(Entry::finding).toList(),
                sorted.stream().flatMap(entry -> entry.diagnostic().stream()).toList());
    }

    private List<Entry> sorted() {
        return entries.stream()
                .sorted(Comparator.comparing(
                                (Entry entry) -> entry.finding().place().file())
                        .thenComparingInt(entry -> entry.finding().place().line())
                        .thenComparingInt(entry -> entry.finding().place().column()))
                .toList();
    }
}
