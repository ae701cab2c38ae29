package io.polargosling.domain.policy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/** Cuts a condition into tokens, one at a time; every character is looked at once or twice. */
final class ConditionTokens {

    private static final int MOST_DIGITS = 7;
    private static final int LONGEST_QUOTE = 30;
    private static final String UNITS = "dhms";
    private static final long[] UNIT_SECONDS = {86_400, 3_600, 60, 1};

    /** A token; {@code offset} is where it begins. */
    sealed interface Token {
        int offset();

        /** {@code ( ) [ ] ,} and the operators. */
        record Sign(int offset, String sign) implements Token {}

        /** A name or a word of the language, as written. */
        record Word(int offset, String word) implements Token {

            boolean is(String keyword) {
                return word.toUpperCase(Locale.ROOT).equals(keyword);
            }
        }

        /** A literal that is no word. */
        record Value(int offset, FactValue value) implements Token {}

        /** Behind the last character. */
        record End(int offset) implements Token {}
    }

    private final String text;
    private int at;

    ConditionTokens(String text) {
        this.text = text;
    }

    /** The next token; {@link Token.End} again and again at the end. */
    Token next() throws ConditionSyntaxException {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return new Token.End(at);
        }
        char c = text.charAt(at);
        if (isLetter(c)) {
            return word();
        }
        if (isDigit(c)) {
            return number();
        }
        return c == '\'' || c == '"' ? quoted(c) : sign(c);
    }

    private Token word() {
        int start = at;
        while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
            at++;
        }
        return new Token.Word(start, text.substring(start, at));
    }

    private Token quoted(char quote) throws ConditionSyntaxException {
        int start = at;
        int end = text.indexOf(quote, start + 1);
        if (end < 0) {
            throw new ConditionSyntaxException(start, "a text that does not end (expected: another " + quote + ")");
        }
        at = end + 1;
        return new Token.Value(start, new FactValue.Text(text.substring(start + 1, end)));
    }

    private Token number() throws ConditionSyntaxException {
        int start = at;
        var whole = digits();
        if (at < text.length() && isLetter(text.charAt(at))) {
            return duration(start, whole);
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            whole = whole + "." + digits();
        }
        if (at < text.length() && isLetter(text.charAt(at))) {
            throw new ConditionSyntaxException(
                    at, "a letter after a number (expected: a number or a duration, such as" + " 1h30m)");
        }
        return new Token.Value(start, new FactValue.Amount(new BigDecimal(whole)));
    }

    private Token duration(int start, String firstDigits) throws ConditionSyntaxException {
        var digits = firstDigits;
        var total = Duration.ZERO;
        int nextUnit = 0;
        while (true) {
            int unit = at < text.length() ? UNITS.indexOf(text.charAt(at), nextUnit) : -1;
            if (unit < 0) {
                throw new ConditionSyntaxException(
                        at, "no unit of a duration (expected: d, h, m or s, the larger one first, such as 1h30m)");
            }
            total = total.plusSeconds(Long.parseLong(digits) * UNIT_SECONDS[unit]);
            nextUnit = unit + 1;
            at++;
            if (at == text.length() || !(isDigit(text.charAt(at)) || isLetter(text.charAt(at)))) {
                return new Token.Value(start, new FactValue.Span(total));
            }
            digits = digits();
        }
    }

    /** One to seven digits, and no more. */
    private String digits() throws ConditionSyntaxException {
        int start = at;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw new ConditionSyntaxException(at, "no digit (expected: one)");
        }
        if (at - start > MOST_DIGITS) {
            throw new ConditionSyntaxException(
                    start, "a number of " + (at - start) + " digits (expected: at most " + MOST_DIGITS + ")");
        }
        return text.substring(start, at);
    }

    private Token sign(char c) throws ConditionSyntaxException {
        int start = at;
        var two = text.substring(at, Math.min(at + 2, text.length()));
        var found = switch (two) {
            case "==", "!=", "<=", ">=", "&&", "||" -> two;
            default ->
                switch (c) {
                    case '(', ')', '[', ']', ',', '<', '>', '!' -> String.valueOf(c);
                    default -> "";
                };
        };
        if (found.isEmpty()) {
            throw new ConditionSyntaxException(start, unexpected(c));
        }
        at += found.length();
        return new Token.Sign(start, found);
    }

    private static String unexpected(char c) {
        return switch (c) {
            case '=' -> "a single = (expected: ==)";
            case '&' -> "a single & (expected: && or AND)";
            case '|' -> "a single | (expected: || or OR)";
            case '-' -> "a minus sign (expected: no value is negative)";
            default -> "a character that has no meaning here (expected: a name, a value or an operator)";
        };
    }

    /** How {@code token} is called in a message. */
    static String describe(Token token) {
        return switch (token) {
            case Token.Sign sign -> "\"" + sign.sign() + "\"";
            case Token.Word word -> "\"" + cut(word.word()) + "\"";
            case Token.Value value -> value.value().type().phrase();
            case Token.End end -> "the end";
        };
    }

    /** The beginning of a text, for a message. */
    static String cut(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }
}
