package io.polargosling.fly.diagnostic;

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
 */
public final class TextRenderer {

    private TextRenderer() {}

    /** All of them, each ended by a line break. */
    public static String render(List<Diagnostic> diagnostics) {
        return diagnostics.stream().map(TextRenderer::render).collect(Collectors.joining());
    }

    /** One, ended by a line break. */
    public static String render(Diagnostic diagnostic) {
        String number = Integer.toString(diagnostic.range().start().line());
        Snippet snippet = Snippet.of(diagnostic);
        var out = new StringBuilder();
        out.append(diagnostic.range())
                .append(": ")
                .append(diagnostic.severity().word())
                .append(": ")
                .append(diagnostic.summary())
                .append(" [")
                .append(diagnostic.code())
                .append("]\n");
        out.append("  ").append(number).append(" | ").append(snippet.line()).append('\n');
        out.append("  ").repeat(' ', number.length()).append(" | ").append(snippet.underline());
        out.append("\n  ").append(diagnostic.detail()).append('\n');
        diagnostic
                .suggestion()
                .ifPresent(advice -> out.append("  ").append(advice).append('\n'));
        return out.toString();
    }
}
