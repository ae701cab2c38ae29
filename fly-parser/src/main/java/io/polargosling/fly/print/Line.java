package io.polargosling.fly.print;

import io.polargosling.fly.syntax.TokenKind;
import io.polargosling.fly.syntax.Tokens;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of source as the formatter sees it; a string, heredoc or comment of several lines lies in the one it begins in.
 *
 * @param atoms at least one
 * @param afterGap whether blank lines stood before it
 */
record Line(List<Atom> atoms, boolean afterGap) {

    /** The lines of a file that parses without errors. */
    static List<Line> of(Tokens tokens) {
        var lines = new ArrayList<Line>();
        var atoms = new ArrayList<Atom>();
        boolean gap = false;
        int previousEnd = 0;
        int i = 0;
        while (tokens.kind(i) != TokenKind.END_OF_FILE) {
            if (tokens.kind(i) == TokenKind.NEWLINE) {
                if (atoms.isEmpty()) {
                    gap = true;
                } else {
                    lines.add(new Line(List.copyOf(atoms), gap));
                    atoms.clear();
                    gap = false;
                }
                i++;
                continue;
            }
            int last = lastOfAtom(tokens, i);
            atoms.add(new Atom(tokens.kind(i), text(tokens, i, last), tokens.start(i) > previousEnd));
            previousEnd = tokens.end(last);
            i = last + 1;
        }
        if (!atoms.isEmpty()) {
            lines.add(new Line(List.copyOf(atoms), gap));
        }
        return lines;
    }

    private static int lastOfAtom(Tokens tokens, int first) {
        int last = first;
        int open = 0;
        do {
            switch (tokens.kind(last)) {
                case OPEN_QUOTE, OPEN_HEREDOC -> open++;
                case CLOSE_QUOTE, CLOSE_HEREDOC -> open--;
                default -> {}
            }
            last++;
        } while (open > 0 && last < tokens.size() - 1);
        return last - 1;
    }

    private static String text(Tokens tokens, int first, int last) {
        String text = tokens.file().text().substring(tokens.start(first), tokens.end(last));
        return switch (tokens.kind(first)) {
            case COMMENT -> text.replace("\r\n", "\n").stripTrailing();
            // Line breaks inside are part of the value.
            case OPEN_HEREDOC -> {
                int lineEnd = text.indexOf('\n');
                yield text.charAt(lineEnd - 1) == '\r'
                        ? text.substring(0, lineEnd - 1) + text.substring(lineEnd)
                        : text;
            }
            default -> text;
        };
    }

    boolean startsWithClosing() {
        return atoms.getFirst().isClosing();
    }

    /** Whether the last thing of the line, but for a comment, is an opening bracket. */
    boolean endsWithOpening() {
        for (int i = atoms.size() - 1; i >= 0; i--) {
            if (!atoms.get(i).isComment()) {
                return atoms.get(i).isOpening();
            }
        }
        return false;
    }

    boolean hasLineBreak() {
        for (Atom atom : atoms) {
            if (atom.hasLineBreak()) {
                return true;
            }
        }
        return false;
    }

    /** How many atoms stand before the comment the line ends with; all of them when there is none to align. */
    int codeSize() {
        Atom last = atoms.getLast();
        return atoms.size() > 1 && last.isComment() && !hasLineBreak() ? atoms.size() - 1 : atoms.size();
    }

    /** Index of the equal sign behind the name the line begins with, or -1. */
    int assignment() {
        int depth = 0;
        for (int i = 0; i < atoms.size(); i++) {
            Atom atom = atoms.get(i);
            if (atom.kind() == TokenKind.ASSIGN && depth == 0) {
                return i;
            }
            boolean key = depth > 0
                    || switch (atom.kind()) {
                        case IDENTIFIER, NUMBER, OPEN_QUOTE, OPEN_PAREN -> true;
                        default -> false;
                    };
            if (!key || atom.hasLineBreak()) {
                return -1;
            }
            if (atom.isOpening()) {
                depth++;
            } else if (atom.isClosing()) {
                depth--;
            }
        }
        return -1;
    }
}
