package io.polargosling.fly.eval;

import io.polargosling.fly.source.SourceRange;
import io.polargosling.fly.syntax.BinaryOperator;
import io.polargosling.fly.syntax.Expression;
import io.polargosling.fly.syntax.UnaryOperator;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Operators and conditions. */
final class Operations {

    private final Evaluator evaluator;
    private final EvaluationState state;

    Operations(Evaluator evaluator, EvaluationState state) {
        this.evaluator = evaluator;
        this.state = state;
    }

    @Nullable
    FlyValue unary(Expression.Unary unary) {
        String symbol = unary.operator().symbol();
        if (unary.operator() == UnaryOperator.NOT) {
            Boolean bool = evaluator.bool(unary.operand(), onBools(symbol));
            return bool == null ? null : FlyValue.of(!bool);
        }
        BigDecimal number = number(unary.operand(), symbol);
        return number == null ? null : FlyValue.of(number.negate());
    }

    @Nullable
    FlyValue binary(Expression.Binary binary) {
        return switch (binary.operator()) {
            case OR, AND -> logical(binary);
            case EQUAL, NOT_EQUAL -> equality(binary);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER ->
                arithmetic(binary);
        };
    }

    /** Where the left operand decides, only the type of the right one matters, as long as it has one. */
    private @Nullable FlyValue logical(Expression.Binary binary) {
        boolean or = binary.operator() == BinaryOperator.OR;
        String rule = onBools(binary.operator().symbol());
        Boolean left = evaluator.bool(binary.left(), rule);
        if (left == null || left != or) {
            Boolean right = evaluator.bool(binary.right(), rule);
            return left == null || right == null ? null : FlyValue.of(right);
        }
        FlyValue right = evaluator.quietly(binary.right());
        return right == null || Accesses.isNull(right) || evaluator.bool(right, binary.right(), rule) != null
                ? FlyValue.of(or)
                : null;
    }

    private @Nullable FlyValue equality(Expression.Binary binary) {
        FlyValue left = evaluator.value(binary.left());
        FlyValue right = evaluator.value(binary.right());
        if (left == null || right == null) {
            return null;
        }
        Optional<Boolean> equal = Equality.equal(left, right, state.work());
        return equal.isPresent()
                ? FlyValue.of(equal.get() == (binary.operator() == BinaryOperator.EQUAL))
                : state.error(
                        "too-large", "Values too large", binary.range(), "These values are too large to compare.");
    }

    private @Nullable FlyValue arithmetic(Expression.Binary binary) {
        String symbol = binary.operator().symbol();
        BigDecimal left = number(binary.left(), symbol);
        BigDecimal right = number(binary.right(), symbol);
        if (left == null || right == null) {
            return null;
        }
        Optional<FlyValue> result = Arithmetic.apply(binary.operator(), left, right, state.work());
        return result.isPresent()
                ? result.get()
                : state.error(
                        "arithmetic",
                        "No result",
                        binary.range(),
                        "The operator \"" + symbol + "\" has no result here: division by zero, or too many digits.");
    }

    /** What is wrong with the branch not taken does no harm; its type must fit, as in every conditional of HCL. */
    @Nullable
    FlyValue conditional(Expression.Conditional conditional) {
        Boolean chosen = evaluator.bool(conditional.condition(), onBools("?"));
        if (chosen == null) {
            return null;
        }
        FlyValue result = evaluator.value(chosen ? conditional.whenTrue() : conditional.whenFalse());
        FlyValue other = evaluator.quietly(chosen ? conditional.whenFalse() : conditional.whenTrue());
        if (result == null || other == null) {
            return result;
        }
        return switch (Unification.unify(List.of(result, other), state.work())) {
            case Unification.Outcome.Unified(List<FlyValue> values) -> values.getFirst();
            case Unification.Outcome.Clash(String first, String second) -> clash(first, second, conditional.range());
            case Unification.Outcome.TooLarge tooLarge ->
                state.error(
                        "too-large",
                        "Values too large",
                        conditional.range(),
                        "The results of this condition are too large to compare their types.");
        };
    }

    private @Nullable FlyValue clash(String found, String expected, SourceRange range) {
        return state.error(
                "wrong-type",
                "Wrong type",
                range,
                "Both results of a condition must have one type (expected: %s, found: %s).".formatted(expected, found));
    }

    private @Nullable BigDecimal number(Expression operand, String symbol) {
        FlyValue value = evaluator.value(operand);
        if (value == null) {
            return null;
        }
        Optional<BigDecimal> number = Conversions.toNumber(value);
        if (number.isEmpty()) {
            state.wrongType("The operator \"" + symbol + "\" works on numbers", "number", value, operand.range());
        }
        return number.orElse(null);
    }

    private static String onBools(String symbol) {
        return "The operator \"" + symbol + "\" works on bools";
    }
}
