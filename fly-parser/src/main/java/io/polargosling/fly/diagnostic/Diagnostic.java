package io.polargosling.fly.diagnostic;

import io.polargosling.fly.source.SourceRange;
import java.util.List;
import java.util.Optional;

/**
 * One problem of a file, whole enough to be printed by anyone. No part of it holds the text of a secret; the source line
 * may, so renderers draw {@link Snippet#of} and never the file's text.
 *
 * @param code stable kebab-case word for the kind of problem
 * @param summary terse, without the values concerned
 * @param detail the offending and the expected value
 * @param suggestion what to write instead, when that is nearly certain
 * @param redactions stretches of the source line that are drawn as {@link Snippet#MASK}
 */
public record Diagnostic(
        Severity severity,
        String code,
        String summary,
        String detail,
        SourceRange range,
        Optional<String> suggestion,
        List<SourceRange> redactions) {

    public Diagnostic {
        redactions = List.copyOf(redactions);
    }

    public static Diagnostic error(String code, String summary, String detail, SourceRange range) {
        return new Diagnostic(Severity.ERROR, code, summary, detail, range, Optional.empty(), List.of());
    }

    public static Diagnostic warning(String code, String summary, String detail, SourceRange range) {
        return new Diagnostic(Severity.WARNING, code, summary, detail, range, Optional.empty(), List.of());
    }

    /** The same with advice; an empty one leaves it as it is. */
    public Diagnostic suggesting(Optional<String> advice) {
        return advice.isEmpty() ? this : new Diagnostic(severity, code, summary, detail, range, advice, redactions);
    }

    Diagnostic redacting(List<SourceRange> hidden) {
        return new Diagnostic(severity, code, summary, detail, range, suggestion, hidden);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
