package io.polargosling.fly.eval;

import io.polargosling.fly.syntax.BinaryOperator;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Arithmetic and order on numbers. Results have as many digits as 512 binary ones give, so that what HCL calculates exactly
 * is exact here; a quotient keeps a few more, so that {@code 1 / 3 * 3} is 1.
 */
final class Arithmetic {

    private static final MathContext RESULT = new MathContext(154, RoundingMode.HALF_EVEN);
    private static final MathContext QUOTIENT = new MathContext(160, RoundingMode.HALF_EVEN);

    /** Before the point and behind it; to write a number costs as much as it has, to divide it the square. */
    static final int MAX_DIGITS = 5000;

    private Arithmetic() {}

    /** Empty when the result is undefined or too long to go on with. */
    static Optional<FlyValue> apply(BinaryOperator operator, BigDecimal left, BigDecimal right, Work work) {
        boolean divides = operator == BinaryOperator.DIVIDE || operator == BinaryOperator.REMAINDER;
        if ((divides && right.signum() == 0) || tooLong(left) || tooLong(right)) {
            return Optional.empty();
        }
        work.spend(digits(left) * digits(right) / 50);
        return switch (operator) {
            case ADD -> number(left.add(right));
            case SUBTRACT -> number(left.subtract(right));
            case MULTIPLY -> number(left.multiply(right));
            case DIVIDE -> number(left.divide(right, QUOTIENT), QUOTIENT);
            case REMAINDER -> number(left.remainder(right));
            case LESS -> Optional.of(FlyValue.of(left.compareTo(right) < 0));
            case LESS_OR_EQUAL -> Optional.of(FlyValue.of(left.compareTo(right) <= 0));
            case GREATER -> Optional.of(FlyValue.of(left.compareTo(right) > 0));
            case GREATER_OR_EQUAL -> Optional.of(FlyValue.of(left.compareTo(right) >= 0));
            case OR, AND, EQUAL, NOT_EQUAL ->
                throw new IllegalArgumentException("operator " + operator + " (expected: arithmetic or order)");
        };
    }

    private static Optional<FlyValue> number(BigDecimal result) {
        return number(result, RESULT);
    }

    private static Optional<FlyValue> number(BigDecimal result, MathContext digits) {
        BigDecimal rounded = result.round(digits);
        return tooLong(rounded) ? Optional.empty() : Optional.of(FlyValue.of(rounded));
    }

    static boolean tooLong(BigDecimal number) {
        return Math.abs((long) number.scale()) > MAX_DIGITS || number.precision() > MAX_DIGITS;
    }

    /** About how many characters the number has when it is written out. */
    static long digits(BigDecimal number) {
        return number.precision() + Math.abs((long) number.scale());
    }
}
