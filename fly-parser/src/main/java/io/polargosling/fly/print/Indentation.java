package io.polargosling.fly.print;

import java.util.Arrays;
import java.util.List;

/**
 * Levels of indentation. Of the brackets open at the end of a line only the innermost indents what follows, so that
 * {@code f(g([} goes in by one level and not by three; the others do once it is closed.
 */
final class Indentation {

    private boolean[] indents = new boolean[16];
    private int open;
    private int level;

    /** The level of each line. */
    static int[] of(List<Line> lines) {
        var indentation = new Indentation();
        var levels = new int[lines.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = indentation.line(lines.get(i).atoms());
        }
        return levels;
    }

    private int line(List<Atom> atoms) {
        int i = 0;
        while (i < atoms.size() && atoms.get(i).isClosing()) {
            close();
            i++;
        }
        int own = level;
        for (; i < atoms.size(); i++) {
            if (atoms.get(i).isOpening()) {
                open();
            } else if (atoms.get(i).isClosing()) {
                close();
            }
        }
        if (open > 0 && !indents[open - 1]) {
            indents[open - 1] = true;
            level++;
        }
        return own;
    }

    private void open() {
        if (open == indents.length) {
            indents = Arrays.copyOf(indents, 2 * open);
        }
        indents[open++] = false;
    }

    private void close() {
        if (open > 0 && indents[--open]) {
            level--;
        }
    }
}
