package io.polargosling.fly.syntax;

import org.jspecify.annotations.Nullable;

/** Turns the text of a template as written into the text meant. */
final class Escapes {

    private static final int SHORT_DIGITS = 4;
    private static final int LONG_DIGITS = 8;

    private final ParseState state;

    Escapes(ParseState state) {
        this.state = state;
    }

    /**
     * The text meant by a stretch of the file. Reports an escape that does not exist and leaves it out. Backslashes count in
     * quoted text only.
     */
    String resolve(int start, int end, boolean quoted) {
        String text = state.tokens.text().substring(start, end);
        if (text.indexOf('{') < 0 && !(quoted && text.indexOf('\\') >= 0)) {
            return text;
        }
        var out = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if ((c == '$' || c == '%') && text.startsWith("{", at + 2) && text.charAt(at + 1) == c) {
                out.append(c).append('{');
                at += 3;
            } else if (c == '\\' && quoted) {
                at = backslash(text, at, start, out);
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private int backslash(String text, int at, int offset, StringBuilder out) {
        char kind = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        switch (kind) {
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case '"' -> out.append('"');
            case '\\' -> out.append('\\');
            case 'u' -> {
                return unicode(text, at, at + 2 + SHORT_DIGITS, offset, out);
            }
            case 'U' -> {
                return unicode(text, at, at + 2 + LONG_DIGITS, offset, out);
            }
            default -> {
                int length = at + 1 < text.length() ? Character.charCount(text.codePointAt(at + 1)) : 0;
                bad(offset + at, offset + at + 1 + length, "the escapes are \\n \\r \\t \\\" \\\\ \\uXXXX \\UXXXXXXXX");
                return at + 1 + length;
            }
        }
        return at + 2;
    }

    private int unicode(String text, int at, int end, int offset, StringBuilder out) {
        Integer codePoint = hex(text, at + 2, end);
        if (codePoint == null) {
            bad(
                    offset + at,
                    offset + Math.min(end, text.length()),
                    "\\uXXXX has four and \\UXXXXXXXX eight hexadecimal digits, up to 10FFFF");
            return Math.min(at + 2, text.length());
        }
        out.appendCodePoint(codePoint);
        return end;
    }

    private static @Nullable Integer hex(String text, int from, int to) {
        if (to > text.length()) {
            return null;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            value = value * 16 + digit;
            if (digit < 0 || value > Character.MAX_CODE_POINT) {
                return null;
            }
        }
        boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
        return surrogate ? null : (Integer) value;
    }

    private void bad(int start, int end, String rule) {
        state.report(
                "syntax",
                "Invalid escape sequence",
                "This escape does not exist: " + rule + ".",
                state.tokens.file().range(start, end));
    }
}
