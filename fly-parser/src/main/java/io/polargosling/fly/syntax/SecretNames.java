package io.polargosling.fly.syntax;

import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.source.SourceFile;
import java.util.Set;

/** The names beside which secrets stand. Every name of a file is asked about, so most are told apart by their length. */
final class SecretNames {

    /** Nobody writes longer lines, but for a hostile one the search must end. */
    private static final int FAR = 1000;

    private final Set<String> names;
    private final long lengths;

    SecretNames(Set<String> names) {
        this.names = names;
        long found = 0;
        for (String name : names) {
            found |= bit(name.length());
        }
        this.lengths = found;
    }

    private static long bit(int length) {
        return 1L << Math.min(length, Long.SIZE - 1);
    }

    /**
     * Hides what follows each such name up to the end of its line, or of the next when the value seems to go on there. For files
     * whose structure is broken: there a name may have become part of a string, and its secret part of something else.
     */
    void hideLines(SourceFile file, Diagnostics diagnostics) {
        String text = file.text();
        for (String name : names) {
            for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length())) {
                int from = behindSigns(text, at + name.length());
                int lineEnd = lineEnd(text, from);
                if (goesOn(text.substring(from, lineEnd)) && lineEnd < text.length()) {
                    lineEnd = lineEnd(text, lineEnd + 1);
                }
                if (from < lineEnd) {
                    diagnostics.hide(file.range(from, lineEnd));
                }
            }
        }
    }

    /** Whether a value is likely to continue on the next line: it has not begun, or its string was cut. */
    private static boolean goesOn(String value) {
        return value.isBlank()
                || value.startsWith("<<")
                || value.chars().filter(c -> c == '"').count() % 2 == 1;
    }

    /** Whether such a name stands before a place, on its line or the line before. */
    boolean standBefore(String text, int place) {
        int from = place;
        int lineBreaks = 0;
        while (from > 0 && place - from < FAR && lineBreaks < 2) {
            from--;
            lineBreaks += text.charAt(from) == '\n' ? 1 : 0;
        }
        String before = text.substring(from, place);
        return names.stream().anyMatch(before::contains);
    }

    private static int behindSigns(String text, int from) {
        int at = from;
        while (at < text.length() && "=: \t".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static int lineEnd(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    /** Whether a stretch of a text is such a name. */
    boolean contain(String text, int start, int end) {
        return (lengths & bit(end - start)) != 0 && names.contains(text.substring(start, end));
    }
}
