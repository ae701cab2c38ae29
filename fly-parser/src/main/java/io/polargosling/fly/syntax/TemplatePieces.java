package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers the pieces of a template, takes off what strip markers and {@code <<-} take off, and joins what touches. A strip
 * marker reaches no further than the piece of text it touches, and in a heredoc each line is a piece of its own.
 */
final class TemplatePieces {

    private final List<TemplatePiece> pieces = new ArrayList<>();
    private boolean stripNext;

    void text(String text, SourceRange range) {
        pieces.add(new TemplatePiece.Text(stripNext ? stripLeading(text) : text, range));
        stripNext = false;
    }

    void template(TemplatePiece piece, boolean stripBefore, boolean stripAfter) {
        if (stripBefore
                && !pieces.isEmpty()
                && pieces.getLast() instanceof TemplatePiece.Text(String text, SourceRange range)) {
            pieces.set(pieces.size() - 1, new TemplatePiece.Text(stripTrailing(text), range));
        }
        pieces.add(piece);
        stripNext = stripAfter;
    }

    /** The pieces, no two texts side by side and none empty. */
    List<TemplatePiece> joined() {
        var joined = new ArrayList<TemplatePiece>();
        int at = 0;
        while (at < pieces.size()) {
            if (pieces.get(at) instanceof TemplatePiece.Text first) {
                int end = at + 1;
                while (end < pieces.size() && pieces.get(end) instanceof TemplatePiece.Text) {
                    end++;
                }
                TemplatePiece.Text whole = end == at + 1 ? first : join(pieces.subList(at, end));
                if (!whole.text().isEmpty()) {
                    joined.add(whole);
                }
                at = end;
            } else {
                joined.add(pieces.get(at++));
            }
        }
        return joined;
    }

    private static TemplatePiece.Text join(List<TemplatePiece> texts) {
        var out = new StringBuilder();
        for (TemplatePiece piece : texts) {
            if (piece instanceof TemplatePiece.Text(String text, SourceRange range)) {
                out.append(text);
            }
        }
        return new TemplatePiece.Text(
                out.toString(), texts.getFirst().range().to(texts.getLast().range()));
    }

    /**
     * Takes the indentation common to all lines that are not blank off each of them. A text whose line break a strip marker
     * took does not end its line.
     */
    void flush() {
        int least = Integer.MAX_VALUE;
        var indented = new ArrayList<Integer>();
        boolean lineStart = true;
        for (int i = 0; i < pieces.size(); i++) {
            TemplatePiece piece = pieces.get(i);
            String text = piece instanceof TemplatePiece.Text(String value, SourceRange range) ? value : "";
            if (lineStart && !isBlankLine(text)) {
                least = Math.min(least, blanks(text));
                indented.add(i);
            }
            lineStart = text.endsWith("\n");
        }
        for (int i : indented) {
            if (pieces.get(i) instanceof TemplatePiece.Text(String text, SourceRange range)) {
                pieces.set(i, new TemplatePiece.Text(text.substring(least), range));
            }
        }
    }

    private static boolean isBlankLine(String text) {
        return text.endsWith("\n") && blanks(text) == text.length();
    }

    private static int blanks(String text) {
        int end = 0;
        while (end < text.length() && Characters.isSpace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static String stripLeading(String text) {
        return text.substring(blanks(text));
    }

    private static String stripTrailing(String text) {
        int end = text.length();
        while (end > 0 && Characters.isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }
}
