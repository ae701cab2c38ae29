package io.polargosling.fly.eval;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * One verb of a format, as {@code %-8.2f}.
 *
 * @param flags those of {@code "+- 0#"} that were written
 * @param width the least number of characters; -1 when none was written
 * @param precision -1 when none was written
 * @param argument the number of the value written as {@code [2]}; 0 for the next one
 * @param end where in the pattern the verb ends
 */
record FormatVerb(String flags, int width, int precision, int argument, char letter, int end) {

    static final int MAX_PRECISION = 10_000;

    private static final String INTEGERS = "bdoxX";
    private static final String LETTERS = "vtsqeEfgG" + INTEGERS;

    /** The verb whose percent sign is at {@code start}; empty when there is none. */
    static Optional<FormatVerb> read(String pattern, int start) {
        int at = start + 1;
        int flagsEnd = at;
        while (flagsEnd < pattern.length() && "+- 0#".indexOf(pattern.charAt(flagsEnd)) >= 0) {
            flagsEnd++;
        }
        String flags = pattern.substring(at, flagsEnd);
        at = digitsEnd(pattern, flagsEnd);
        int width = number(pattern, flagsEnd, at, -1);
        int precision = -1;
        if (at < pattern.length() && pattern.charAt(at) == '.') {
            int end = digitsEnd(pattern, at + 1);
            precision = number(pattern, at + 1, end, 0);
            at = end;
        }
        int argument = 0;
        if (at < pattern.length() && pattern.charAt(at) == '[') {
            int end = digitsEnd(pattern, at + 1);
            argument = number(pattern, at + 1, end, 0);
            if (argument == 0 || end == pattern.length() || pattern.charAt(end) != ']') {
                return Optional.empty();
            }
            at = end + 1;
        }
        boolean known = at < pattern.length() && LETTERS.indexOf(pattern.charAt(at)) >= 0;
        return known
                ? Optional.of(new FormatVerb(flags, width, precision, argument, pattern.charAt(at), at + 1))
                : Optional.empty();
    }

    private static int digitsEnd(String pattern, int from) {
        int at = from;
        while (at < pattern.length() && pattern.charAt(at) >= '0' && pattern.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /** Larger ones count as too large, whatever they are. */
    private static int number(String pattern, int from, int to, int absent) {
        if (from == to) {
            return absent;
        }
        return to - from > 8 ? Integer.MAX_VALUE : Integer.parseInt(pattern.substring(from, to));
    }

    boolean has(char flag) {
        return flags.indexOf(flag) >= 0;
    }

    boolean isInteger() {
        return INTEGERS.indexOf(letter) >= 0;
    }

    /** {@code %#v}, and {@code %v} of what has no other text. */
    boolean isJson(FlyValue value) {
        return letter == 'v' && (has('#') || Conversions.toText(value).isEmpty());
    }

    boolean takes(BigDecimal number) {
        return !isInteger() || Conversions.isWhole(number);
    }

    /** What the verb takes, for a diagnostic. */
    String expected() {
        return switch (letter) {
            case 's', 'q' -> "string";
            case 't' -> "bool";
            default -> isInteger() ? "a whole number" : "number";
        };
    }

    /** The precision of a text is how many of its characters count. */
    String cut(String text) {
        return precision > 0 ? Graphemes.first(text, precision) : text;
    }

    String padded(String text) {
        int missing = width - Graphemes.count(text);
        if (missing <= 0) {
            return text;
        }
        String padding = (has('0') ? "0" : " ").repeat(missing);
        return has('-') ? text + padding : padding + text;
    }
}
