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
        int line = file.line(range.startOffset());
        int lineStart = file.lineStart(line);
        int lineEnd = file.lineEnd(line);
        int start = Math.min(range.startOffset(), lineEnd);
        int end = Math.max(start, Math.min(range.endOffset(), lineEnd));
        int from = Math.max(lineStart, start - BEFORE);
        int to = Math.min(lineEnd, from + WIDTH);
        var drawing = new Drawing(file.text(), start, Math.min(end, to));
        drawing.fixed(from > lineStart ? "…" : "");
        int at = from;
        for (SourceRange mask : diagnostic.redactions()) {
            int maskStart = Math.max(at, mask.startOffset());
            int maskEnd = Math.min(to, mask.endOffset());
            if (maskStart < maskEnd) {
                drawing.copy(at, maskStart);
                drawing.mask(maskStart, maskEnd);
                at = maskEnd;
            }
        }
        drawing.copy(at, to);
        drawing.fixed(to < lineEnd ? "…" : "");
        return drawing.snippet();
    }

    /** A line under construction; knows where the marked characters went. */
    private static final class Drawing {
        private final String text;
        private final int start;
        private final int end;
        private final StringBuilder out = new StringBuilder();
        private int caretStart = -1;
        private int caretEnd = -1;

        Drawing(String text, int start, int end) {
            this.text = text;
            this.start = start;
            this.end = end;
        }

        void fixed(String piece) {
            out.append(piece);
        }

        void copy(int from, int to) {
            if (from <= start && start <= to && caretStart < 0) {
                caretStart = out.length() + start - from;
            }
            if (from < end && end <= to) {
                caretEnd = out.length() + end - from;
            }
            for (int i = from; i < to; i++) {
                char c = text.charAt(i);
                boolean control = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
                out.append(control && c != '\t' ? '\uFFFD' : c);
            }
        }

        /** A caret inside a mask covers all of it: its width must not tell where the problem is. */
        void mask(int from, int to) {
            if (from <= start && start < to) {
                caretStart = out.length();
            }
            out.append(MASK);
            if (from < end && end <= to) {
                caretEnd = out.length();
            }
        }

        Snippet snippet() {
            int first = caretStart < 0 ? out.length() : caretStart;
            return new Snippet(out.toString(), first, Math.max(1, caretEnd - first));
        }
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
}
