package io.polargosling.fly.print;

import io.polargosling.fly.source.DisplayWidth;
import io.polargosling.fly.source.SourceFile;
import io.polargosling.fly.syntax.Tokens;
import java.util.List;

/**
 * Lays out a file anew without touching what it says: tokens, comments, strings and heredocs stay as they are and keep
 * their lines; blanks, indentation and blank lines become regular.
 *
 * <ul>
 *   <li>two blanks for each level of brackets;
 *   <li>the equal signs of neighbouring lines are aligned, and so are the comments behind neighbouring lines; a blank
 *       line, a comment of its own line and a value of several lines end such a group;
 *   <li>blank lines at the border of a body or bracket go, several become one;
 *   <li>line breaks are LF, except inside heredocs and strings, where they belong to the value; the last line has one.
 * </ul>
 *
 * Formatting what was formatted changes nothing.
 */
public final class Formatter {

    private static final String INDENT = "  ";

    private final List<Line> lines;
    private final int[] levels;
    /** Blanks before the equal sign of a line, beyond the usual one. */
    private final int[] assignmentPads;
    /** For each line its text without the comment that is to be aligned. */
    private final String[] codes;

    private Formatter(List<Line> lines) {
        this.lines = lines;
        this.levels = Indentation.of(lines);
        this.assignmentPads = new int[lines.size()];
        this.codes = new String[lines.size()];
    }

    /** The new text of a file that parses without errors. */
    public static String format(SourceFile file) {
        var formatter = new Formatter(Line.of(Tokens.of(file)));
        formatter.alignAssignments();
        formatter.layOut();
        return formatter.text();
    }

    private void alignAssignments() {
        int first = 0;
        while (first < lines.size()) {
            if (lines.get(first).assignment() < 0) {
                first++;
                continue;
            }
            int behind = first + 1;
            while (behind < lines.size()
                    && !lines.get(behind - 1).hasLineBreak()
                    && isNeighbour(behind)
                    && lines.get(behind).assignment() >= 0) {
                behind++;
            }
            var widths = new int[behind - first];
            int widest = 0;
            for (int i = first; i < behind; i++) {
                widths[i - first] = DisplayWidth.of(name(lines.get(i)));
                widest = Math.max(widest, widths[i - first]);
            }
            for (int i = first; i < behind; i++) {
                assignmentPads[i] = widest - widths[i - first];
            }
            first = behind;
        }
    }

    private static String name(Line line) {
        var spacing = new Spacing();
        var out = new StringBuilder();
        for (Atom atom : line.atoms().subList(0, line.assignment())) {
            out.append(spacing.before(atom) ? " " : "").append(atom.text());
        }
        return out.toString();
    }

    /** Whether a line may belong to one group with the line before. */
    private boolean isNeighbour(int index) {
        return !lines.get(index).afterGap() && levels[index] == levels[index - 1];
    }

    private void layOut() {
        var spacing = new Spacing();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            int assignment = assignmentPads[i] > 0 ? line.assignment() : -1;
            int codeSize = line.codeSize();
            var out = new StringBuilder().repeat(INDENT, levels[i]);
            for (int at = 0; at < line.atoms().size(); at++) {
                Atom atom = line.atoms().get(at);
                boolean blank = spacing.before(atom);
                if (at >= codeSize) {
                    continue;
                }
                out.append(blank && at > 0 ? " " : "")
                        .repeat(' ', at == assignment ? assignmentPads[i] : 0)
                        .append(atom.text());
            }
            codes[i] = out.toString();
        }
    }

    private String text() {
        var out = new StringBuilder();
        int first = 0;
        while (first < lines.size()) {
            int behind = first + 1;
            int column = 0;
            if (hasComment(first)) {
                while (behind < lines.size() && isNeighbour(behind) && hasComment(behind)) {
                    behind++;
                }
                for (int i = first; i < behind; i++) {
                    column = Math.max(column, DisplayWidth.of(codes[i]) + 1);
                }
            }
            for (int i = first; i < behind; i++) {
                if (i > 0 && keepsGap(i)) {
                    out.append('\n');
                }
                out.append(codes[i]);
                if (hasComment(i)) {
                    out.repeat(' ', column - DisplayWidth.of(codes[i]))
                            .append(lines.get(i).atoms().getLast().text());
                }
                out.append('\n');
            }
            first = behind;
        }
        return out.toString();
    }

    private boolean hasComment(int index) {
        return lines.get(index).codeSize() < lines.get(index).atoms().size();
    }

    private boolean keepsGap(int index) {
        return lines.get(index).afterGap()
                && !lines.get(index - 1).endsWithOpening()
                && !lines.get(index).startsWithClosing();
    }
}
