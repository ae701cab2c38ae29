package io.polargosling.fly.syntax;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads number tokens. */
final class Numbers {

    /** More digits than any sensible number has; the cost of reading one grows with their square. */
    static final int LONGEST = 5_000;

    /** Digits an exponent may have; what follows from so large a number is for whoever computes with it. */
    static final int EXPONENT_DIGITS = 8;

    private static final int LONG_DIGITS = 18;

    private Numbers() {}

    /** The number a token says; null when it has too many digits. The token must satisfy {@link #isNumber}. */
    static @Nullable BigDecimal value(String text, int start, int end) {
        if (end - start <= LONG_DIGITS) {
            BigDecimal small = small(text, start, end);
            if (small != null) {
                return small;
            }
        }
        int mantissaEnd = mantissaEnd(text, start, end);
        if (mantissaEnd - start > LONGEST || exponentDigits(text, mantissaEnd, end) > EXPONENT_DIGITS) {
            return null;
        }
        return new BigDecimal(text.substring(start, end));
    }

    /** Whether a number token is one number: the lexer also takes {@code 1.2.3} and {@code 1e2e3}. */
    static boolean isNumber(String text, int start, int end) {
        int mantissaEnd = mantissaEnd(text, start, end);
        int dots = 0;
        for (int i = start; i < mantissaEnd; i++) {
            dots += text.charAt(i) == '.' ? 1 : 0;
        }
        for (int i = mantissaEnd + 1; i < end; i++) {
            char c = text.charAt(i);
            if (c == '.' || c == 'e' || c == 'E') {
                return false;
            }
        }
        return dots <= 1;
    }

    /** Whether a number token holds a decimal point. */
    static boolean hasPoint(String text, int start, int end) {
        int point = text.indexOf('.', start, end);
        return point >= 0;
    }

    private static @Nullable BigDecimal small(String text, int start, int end) {
        long digits = 0;
        int point = -1;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '.' && point < 0) {
                point = i;
            } else if (c >= '0' && c <= '9') {
                digits = digits * 10 + (c - '0');
            } else {
                return null;
            }
        }
        return BigDecimal.valueOf(digits, point < 0 ? 0 : end - point - 1);
    }

    private static int mantissaEnd(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == 'e' || c == 'E') {
                return i;
            }
        }
        return end;
    }

    private static int exponentDigits(String text, int mantissaEnd, int end) {
        int at = mantissaEnd + 1;
        while (at < end && (text.charAt(at) == '0' || text.charAt(at) == '+' || text.charAt(at) == '-')) {
            at++;
        }
        return Math.max(0, end - at);
    }
}
