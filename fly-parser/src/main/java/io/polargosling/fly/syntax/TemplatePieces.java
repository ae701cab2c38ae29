package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;
import java.util.ArrayList;
import java.util.List;

/** Gathers the pieces of a template, takes off what strip markers and {@code <<-} take off, and joins what touches. */
final class TemplatePieces {

    private final List<TemplatePart> pieces = new ArrayList<>();
    private boolean stripNext;

    void text(String text, SourceRange range) {
        String kept = stripNext ? text.stripLeading() : text;
        stripNext = false;
        pieces.add(new TemplatePart.Text(kept, range));
    }

    void interpolation(TemplatePart.Interpolation part, boolean stripBefore, boolean stripAfter) {
        if (stripBefore
                && !pieces.isEmpty()
                && pieces.getLast() instanceof TemplatePart.Text(String text, SourceRange range)) {
            pieces.set(pieces.size() - 1, new TemplatePart.Text(text.stripTrailing(), range));
        }
        pieces.add(part);
        stripNext = stripAfter;
    }

    List<TemplatePart> parts() {
        return pieces.stream()
                .filter(piece ->
                        !(piece instanceof TemplatePart.Text(String text, SourceRange range) && text.isEmpty()))
                .toList();
    }

    /** As {@link #parts}, the indentation common to all lines that are not blank taken off each of them. */
    List<TemplatePart> flushParts() {
        int indent = indent();
        var flushed = new ArrayList<TemplatePart>();
        boolean lineStart = true;
        for (TemplatePart piece : pieces) {
            if (piece instanceof TemplatePart.Text(String text, SourceRange range)) {
                flushed.add(new TemplatePart.Text(unindented(text, indent, lineStart), range));
                lineStart = text.endsWith("\n");
            } else {
                flushed.add(piece);
                lineStart = false;
            }
        }
        pieces.clear();
        pieces.addAll(flushed);
        return parts();
    }

    private int indent() {
        int least = Integer.MAX_VALUE;
        boolean lineStart = true;
        for (TemplatePart piece : pieces) {
            if (!(piece instanceof TemplatePart.Text(String text, SourceRange range))) {
                least = lineStart ? 0 : least;
                lineStart = false;
                continue;
            }
            int from = lineStart ? 0 : nextLine(text, 0);
            while (from < text.length()) {
                int blanks = blanksEnd(text, from);
                boolean blankLine = blanks < text.length() && text.charAt(blanks) == '\n';
                least = blankLine ? least : Math.min(least, blanks - from);
                from = nextLine(text, blanks);
            }
            lineStart = text.endsWith("\n");
        }
        return least == Integer.MAX_VALUE ? 0 : least;
    }

    private static String unindented(String text, int indent, boolean lineStart) {
        var out = new StringBuilder(text.length());
        int from = 0;
        if (!lineStart) {
            from = nextLine(text, 0);
            out.append(text, 0, from);
        }
        while (from < text.length()) {
            int blanks = blanksEnd(text, from);
            boolean blankLine = blanks < text.length() && text.charAt(blanks) == '\n';
            int end = nextLine(text, blanks);
            out.append(text, blankLine ? from : Math.min(from + indent, end), end);
            from = end;
        }
        return out.toString();
    }

    private static int blanksEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '\n' && Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int nextLine(String text, int from) {
        int lineBreak = text.indexOf('\n', from);
        return lineBreak < 0 ? text.length() : lineBreak + 1;
    }
}
