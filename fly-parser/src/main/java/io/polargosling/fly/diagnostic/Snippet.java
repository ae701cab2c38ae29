package io.polargosling.fly.diagnostic;

import io.polargosling.fly.source.SourceFile;
import io.polargosling.fly.source.SourceRange;

/**
 * The source line of a diagnostic as it may be shown: secrets masked, control characters replaced, long lines cut. Every
 * renderer draws this, so none can leak what the diagnostic hides.
 *
 * @param line what to draw
 * @param caretStart index into the line of the first character to mark
 * @param caretLength how many to mark, at least 1; may reach one behind the line's end
 */
public record Snippet(String line, int caretStart, int caretLength) {

    /** Stands for a secret, whatever its length. */
    public static final String MASK = "\"***\"";

    private static final int BEFORE = 60;
    private static final int WIDTH = 160;

    public static Snippet of(Diagnostic diagnostic) {
        SourceRange range = diagnostic.range();
        SourceFile file = range.file();
        int lineNumber = range.start().line();
        int lineEnd = file.lineEnd(lineNumber);
        int start = Math.min(range.startOffset(), lineEnd);
        int end = Math.max(start, Math.min(range.endOffset(), lineEnd));
        var drawn = new StringBuilder();
        int caretStart = 0;
        int caretEnd = 0;
        int at = file.lineStart(lineNumber);
        for (SourceRange mask : diagnostic.redactions()) {
            int maskStart = Math.max(at, Math.min(mask.startOffset(), lineEnd));
            int maskEnd = Math.min(mask.endOffset(), lineEnd);
            if (maskEnd <= maskStart) {
                continue;
            }
            caretStart = start >= at ? drawn.length() + Math.min(start, maskStart) - at : caretStart;
            caretEnd = end >= at ? drawn.length() + Math.min(end, maskStart) - at : caretEnd;
            drawn.append(file.text(), at, maskStart);
            // A caret inside a mask covers all of it: its width must not tell where the problem is.
            caretStart = start >= maskEnd ? drawn.length() + MASK.length() : caretStart;
            caretEnd = end > maskStart ? drawn.length() + MASK.length() : caretEnd;
            drawn.append(MASK);
            at = maskEnd;
        }
        caretStart = start >= at ? drawn.length() + start - at : caretStart;
        caretEnd = end >= at && end > start ? drawn.length() + end - at : caretEnd;
        drawn.append(file.text(), at, lineEnd);
        return window(printable(drawn), caretStart, Math.max(1, caretEnd - caretStart));
    }

    /** A line of blanks and carets to stand under the line; tabs stay tabs so that both line up. */
    public String underline() {
        var marks = new StringBuilder();
        for (int i = 0; i < caretStart; i++) {
            char c = i < line.length() ? line.charAt(i) : ' ';
            if (!Character.isLowSurrogate(c)) {
                marks.append(c == '\t' ? '\t' : ' ');
            }
        }
        return marks.append("^".repeat(caretLength)).toString();
    }

    private static String printable(StringBuilder drawn) {
        for (int i = 0; i < drawn.length(); i++) {
            char c = drawn.charAt(i);
            boolean control = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
            if (control && c != '\t') {
                drawn.setCharAt(i, '\uFFFD');
            }
        }
        return drawn.toString();
    }

    private static Snippet window(String line, int caretStart, int caretLength) {
        int length = Math.min(caretLength, Math.max(1, line.length() - caretStart));
        if (line.length() <= WIDTH) {
            return new Snippet(line, caretStart, length);
        }
        int from = Math.max(0, caretStart - BEFORE);
        int to = Math.min(line.length(), from + WIDTH);
        String cut = (from > 0 ? "…" : "") + line.substring(from, to) + (to < line.length() ? "…" : "");
        int shifted = caretStart - from + (from > 0 ? 1 : 0);
        return new Snippet(cut, shifted, Math.max(1, Math.min(length, to - caretStart)));
    }
}
