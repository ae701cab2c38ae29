package io.polargosling.fly.eval;

import java.text.BreakIterator;
import java.util.Locale;

/** Counts what a reader takes for one character, which may be several code points. */
final class Graphemes {

    private Graphemes() {}

    static int count(String text) {
        if (isPlain(text)) {
            return text.length();
        }
        BreakIterator breaks = breaks(text);
        int count = 0;
        while (breaks.next() != BreakIterator.DONE) {
            count++;
        }
        return count;
    }

    /** The first characters of a text, all when there are no more. */
    static String first(String text, int characters) {
        if (isPlain(text)) {
            return text.substring(0, Math.min(characters, text.length()));
        }
        BreakIterator breaks = breaks(text);
        int end = 0;
        for (int i = 0; i < characters && end < text.length(); i++) {
            end = breaks.next();
        }
        return text.substring(0, end);
    }

    private static BreakIterator breaks(String text) {
        BreakIterator breaks = BreakIterator.getCharacterInstance(Locale.ROOT);
        breaks.setText(text);
        return breaks;
    }

    /** A carriage return joins the line feed behind it. */
    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c < 0x80 && c != '\r');
    }
}
