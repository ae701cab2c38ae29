package io.polargosling.fly.eval;

import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.NumberValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import io.polargosling.fly.syntax.BinaryOperator;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Arithmetic and comparison on values. */
final class Operators {

    /** About what 512 binary digits give. */
    private static final MathContext DIVISION = new MathContext(154);

    private static final int MAX_DIGITS = 2000;

    private Operators() {}

    /** Empty when the result is undefined or too long to go on with. */
    static Optional<FlyValue> arithmetic(BinaryOperator operator, BigDecimal left, BigDecimal right) {
        boolean divides = operator == BinaryOperator.DIVIDE || operator == BinaryOperator.REMAINDER;
        if ((divides && right.signum() == 0) || tooLong(left) || tooLong(right)) {
            return Optional.empty();
        }
        return switch (operator) {
            case ADD -> number(left.add(right));
            case SUBTRACT -> number(left.subtract(right));
            case MULTIPLY -> number(left.multiply(right));
            case DIVIDE -> number(left.divide(right, DIVISION));
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
        return tooLong(result) ? Optional.empty() : Optional.of(FlyValue.of(result));
    }

    private static boolean tooLong(BigDecimal number) {
        return number.precision() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_DIGITS;
    }

    /** Equal in type and content, numbers by amount; empty when the values are too large to compare. */
    static Optional<Boolean> equal(FlyValue left, FlyValue right) {
        var comparison = new Comparison();
        boolean equal = comparison.equal(left, right);
        return comparison.steps > Comparison.MAX_STEPS ? Optional.empty() : Optional.of(equal);
    }

    /** Values may share parts, so a small file can hold values of astronomic size. */
    private static final class Comparison {
        private static final int MAX_STEPS = 1_000_000;
        private int steps;

        private boolean equal(FlyValue left, FlyValue right) {
            if (++steps > MAX_STEPS) {
                return false;
            }
            return switch (left) {
                case NumberValue(BigDecimal number) ->
                    right instanceof NumberValue(BigDecimal other) && number.compareTo(other) == 0;
                case ListValue(List<FlyValue> items) ->
                    right instanceof ListValue(List<FlyValue> others) && equalItems(items, others);
                case ObjectValue object -> right instanceof ObjectValue other && equalEntries(object, other);
                case FlyValue simple -> simple.equals(right);
            };
        }

        private boolean equalItems(List<FlyValue> items, List<FlyValue> others) {
            Iterator<FlyValue> other = others.iterator();
            return items.size() == others.size() && items.stream().allMatch(item -> equal(item, other.next()));
        }

        private boolean equalEntries(ObjectValue object, ObjectValue other) {
            Map<String, FlyValue> others = other.entries();
            return object.entries().keySet().equals(others.keySet())
                    && object.entries().entrySet().stream().allMatch(entry -> {
                        FlyValue match = others.get(entry.getKey());
                        return match != null && equal(entry.getValue(), match);
                    });
        }
    }
}
