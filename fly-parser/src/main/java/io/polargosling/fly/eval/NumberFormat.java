package io.polargosling.fly.eval;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as the verbs of {@code format} write them, which are those of Go. */
final class NumberFormat {

    private static final int DEFAULT_PRECISION = 6;

    private NumberFormat() {}

    static String of(FormatVerb verb, BigDecimal number) {
        BigDecimal amount = number.abs();
        String digits = switch (verb.letter()) {
            case 'e', 'E' -> exponential(amount, precision(verb), verb.letter());
            case 'f' -> amount.setScale(precision(verb), RoundingMode.HALF_EVEN).toPlainString();
            case 'g' -> general(amount, verb.precision(), 'e');
            case 'G' -> general(amount, verb.precision(), 'E');
            default -> integer(verb, amount.toBigInteger());
        };
        String sign = number.signum() < 0 ? "-" : verb.has('+') ? "+" : verb.has(' ') ? " " : "";
        return padded(verb, sign, digits);
    }

    private static int precision(FormatVerb verb) {
        return verb.precision() < 0 ? DEFAULT_PRECISION : verb.precision();
    }

    private static String integer(FormatVerb verb, BigInteger amount) {
        int radix = switch (verb.letter()) {
            case 'b' -> 2;
            case 'o' -> 8;
            case 'd' -> 10;
            default -> 16;
        };
        String digits = amount.toString(radix);
        String zeros = "0".repeat(Math.max(0, verb.precision() - digits.length()));
        String prefix = !verb.has('#')
                ? ""
                : switch (verb.letter()) {
                    case 'b' -> "0b";
                    case 'o' -> "0";
                    case 'd' -> "";
                    default -> "0x";
                };
        String all = prefix + zeros + digits;
        return verb.letter() == 'X' ? all.toUpperCase(Locale.ROOT) : all;
    }

    /** {@code 1.5e+06} */
    private static String exponential(BigDecimal number, int precision, char letter) {
        if (number.signum() == 0) {
            return digits("0".repeat(precision + 1)) + letter + "+00";
        }
        BigDecimal rounded = number.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        String digits = rounded.unscaledValue().abs().toString();
        int exponent = rounded.precision() - rounded.scale() - 1;
        String all = digits.length() > precision + 1
                ? digits.substring(0, precision + 1)
                : digits + "0".repeat(precision + 1 - digits.length());
        return (number.signum() < 0 ? "-" : "")
                + digits(all)
                + letter
                + (exponent < 0 ? '-' : '+')
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    private static String digits(String all) {
        return all.length() == 1 ? all : all.charAt(0) + "." + all.substring(1);
    }

    /** The shorter of both ways; a negative precision asks for all digits and no more. */
    static String general(BigDecimal number, int precision, char letter) {
        if (number.signum() == 0) {
            return "0";
        }
        boolean shortest = precision < 0;
        BigDecimal rounded = shortest
                ? number.stripTrailingZeros()
                : number.round(new MathContext(Math.max(1, precision), RoundingMode.HALF_EVEN))
                        .stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        int threshold = shortest ? DEFAULT_PRECISION : Math.max(1, precision);
        if (!shortest && threshold > rounded.precision() && rounded.precision() >= exponent + 1) {
            threshold = rounded.precision();
        }
        return exponent < -4 || exponent >= threshold
                ? exponential(rounded, rounded.precision() - 1, letter)
                : rounded.toPlainString();
    }

    private static String padded(FormatVerb verb, String sign, String digits) {
        int missing = verb.width() - sign.length() - digits.length();
        if (missing <= 0) {
            return sign + digits;
        }
        if (verb.has('-')) {
            return sign + digits + " ".repeat(missing);
        }
        return verb.has('0') ? sign + "0".repeat(missing) + digits : " ".repeat(missing) + sign + digits;
    }
}
