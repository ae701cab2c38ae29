package io.polargosling.fly.syntax;

/** What a single character means to the lexer; ASCII by table, since that is nearly all there is. */
final class Characters {

    private static final int ASCII = 0x80;
    private static final byte NAME_START = 1;
    private static final byte NAME_PART = 2;
    private static final byte DIGIT = 4;
    /** Ends a run of plain text in a quoted string. */
    private static final byte QUOTED_STOP = 8;
    /** Ends a run of plain text in a heredoc. */
    private static final byte HEREDOC_STOP = 16;

    private static final byte[] TABLE = table();

    private Characters() {}

    private static byte[] table() {
        var table = new byte[ASCII];
        for (int c = 0; c < ASCII; c++) {
            table[c] |= Identifiers.isStart(c) ? NAME_START : 0;
            table[c] |= Identifiers.isPart(c) ? NAME_PART : 0;
            table[c] |= c >= '0' && c <= '9' ? DIGIT : 0;
        }
        for (char c : new char[] {'"', '\\', '\n', '\r', '$', '%'}) {
            table[c] |= QUOTED_STOP;
        }
        for (char c : new char[] {'\n', '\r', '$', '%'}) {
            table[c] |= HEREDOC_STOP;
        }
        return table;
    }

    static boolean isDigit(char c) {
        return c < ASCII && (TABLE[c] & DIGIT) != 0;
    }

    static boolean isQuotedStop(char c) {
        return c < ASCII && (TABLE[c] & QUOTED_STOP) != 0;
    }

    static boolean isHeredocStop(char c) {
        return c < ASCII && (TABLE[c] & HEREDOC_STOP) != 0;
    }

    /** Behind the name that begins at an index, or that index when none does. */
    static int nameEnd(char[] text, int from, int length) {
        if (from >= length) {
            return from;
        }
        char first = text[from];
        if (first < ASCII ? (TABLE[first] & NAME_START) == 0 : !Identifiers.isStart(codePoint(text, from, length))) {
            return from;
        }
        int at = first < ASCII ? from + 1 : from + Character.charCount(codePoint(text, from, length));
        while (at < length) {
            char c = text[at];
            if (c < ASCII) {
                if ((TABLE[c] & NAME_PART) == 0) {
                    return at;
                }
                at++;
            } else {
                int codePoint = codePoint(text, at, length);
                if (!Identifiers.isPart(codePoint)) {
                    return at;
                }
                at += Character.charCount(codePoint);
            }
        }
        return at;
    }

    static int codePoint(char[] text, int at, int length) {
        return Character.codePointAt(text, at, length);
    }

    /** As Unicode's property White_Space has it, which is wider than {@link Character#isWhitespace} by the hard blanks. */
    static boolean isSpace(char c) {
        return c < ASCII ? c == ' ' || (c >= '\t' && c <= '\r') : c == 0x85 || c == 0xA0 || Character.isSpaceChar(c);
    }
}
