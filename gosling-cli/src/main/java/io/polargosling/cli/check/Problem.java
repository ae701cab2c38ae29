package io.polargosling.cli.check;

import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.Paint;
import io.polargosling.fly.diagnostic.TextRenderer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A finding, with what its source line needs when it has one. */
record Problem(Finding finding, Optional<Diagnostic> diagnostic) implements Comparable<Problem> {

    private static final Comparator<Problem> ORDER = Comparator.comparing(Problem::file)
            .thenComparingInt(problem -> problem.finding().place().line())
            .thenComparingInt(problem -> problem.finding().place().column())
            .thenComparing(problem -> problem.finding().code())
            .thenComparing(problem -> problem.finding().message());

    /** @param diagnostics those of the findings that have a line, in the same order */
    static List<Problem> of(List<Finding> findings, List<Diagnostic> diagnostics) {
        var lines = diagnostics.iterator();
        var problems = new ArrayList<Problem>();
        for (Finding finding : findings) {
            boolean ofLine = finding.place().line() > 0;
            problems.add(new Problem(finding, ofLine ? Optional.of(lines.next()) : Optional.empty()));
        }
        return problems;
    }

    String file() {
        return finding.place().file();
    }

    boolean isError() {
        return finding.isError();
    }

    /** The same in a file called otherwise. */
    Problem inFile(String name) {
        var place = new Place(name, finding.place().line(), finding.place().column());
        var renamed = new Finding(
                finding.severity(), finding.code(), place, finding.subject(), finding.message(), finding.advice());
        return new Problem(renamed, diagnostic);
    }

    /** For a terminal; ended by a line break. */
    String text(Paint paint) {
        if (diagnostic.isPresent()) {
            return TextRenderer.render(diagnostic.get(), file(), paint);
        }
        String headline =
                TextRenderer.headline(finding.place().toString(), severity(), finding.message(), finding.code(), paint);
        return headline + finding.advice().map(advice -> "  " + advice + "\n").orElse("");
    }

    private io.polargosling.fly.diagnostic.Severity severity() {
        return switch (finding.severity()) {
            case ERROR -> io.polargosling.fly.diagnostic.Severity.ERROR;
            case WARNING -> io.polargosling.fly.diagnostic.Severity.WARNING;
        };
    }

    /** The word of the severity, as all reports have it. */
    String level() {
        return finding.severity() == Severity.ERROR ? "error" : "warning";
    }

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }
}
