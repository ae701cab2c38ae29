package io.polargosling.fly.diagnostic;

import io.polargosling.fly.source.SourceRange;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Diagnostics for a terminal:
 *
 * <pre>
 * Eggs/web/config.fly:7:5: error: Unknown attribute [unknown-attribute]
 *   7 |     memmory = 2048
 *     |     ^^^^^^^
 *   "memmory" is no attribute of resources (expected one of cpu, disk, memory, preemptible).
 *   Did you mean "memory"?
 * </pre>
 *
 * Of a stretch over several lines the first is drawn, and the number of the last.
 */
public final class TextRenderer {

    private TextRenderer() {}

    /** All of them without colour, each ended by a line break. */
    public static String render(List<Diagnostic> diagnostics) {
        return diagnostics.stream().map(TextRenderer::render).collect(Collectors.joining());
    }

    /** One without colour, ended by a line break. */
    public static String render(Diagnostic diagnostic) {
        return render(diagnostic, diagnostic.range().file().name(), Paint.NONE);
    }

    /** One, ended by a line break; {@code file} is how the file is called here. */
    public static String render(Diagnostic diagnostic, String file, Paint paint) {
        SourceRange range = diagnostic.range();
        String number = Integer.toString(range.start().line());
        String margin = " ".repeat(number.length());
        Snippet snippet = Snippet.of(diagnostic);
        var out = new StringBuilder();
        out.append(headline(
                        file + ":" + range.start(),
                        diagnostic.severity(),
                        diagnostic.summary(),
                        diagnostic.code(),
                        paint))
                .append(paint.faint("  " + number + " | "))
                .append(snippet.line())
                .append('\n')
                .append(paint.faint("  " + margin + " | "))
                .append(snippet.indent())
                .append(paint.of(diagnostic.severity(), snippet.carets() + lastLine(range)))
                .append("\n  ")
                .append(diagnostic.detail())
                .append('\n');
        diagnostic
                .suggestion()
                .ifPresent(
                        advice -> out.append("  ").append(paint.advice(advice)).append('\n'));
        return out.toString();
    }

    /** {@code PLACE: SEVERITY: SUMMARY [CODE]}, ended by a line break. */
    public static String headline(String place, Severity severity, String summary, String code, Paint paint) {
        return paint.strong(place) + ": " + paint.of(severity, severity.word()) + ": " + paint.strong(summary) + " "
                + paint.faint("[" + code + "]") + "\n";
    }

    private static String lastLine(SourceRange range) {
        int last = range.file()
                .position(Math.max(range.startOffset(), range.endOffset() - 1))
                .line();
        return last > range.start().line() ? " to line " + last : "";
    }
}
