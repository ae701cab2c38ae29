package io.polargosling.domain.policy;

import java.util.Optional;

/** Evaluates checked expressions; an unknown operand makes a comparison unknown. */
final class ConditionEvaluation {

    private ConditionEvaluation() {}

    static Truth truth(Expression expression, Facts facts) {
        return switch (expression) {
            case Expression.Or or ->
                or.parts().stream().map(part -> truth(part, facts)).reduce(Truth.FALSE, Truth::or);
            case Expression.And and ->
                and.parts().stream().map(part -> truth(part, facts)).reduce(Truth.TRUE, Truth::and);
            case Expression.Not not -> truth(not.part(), facts).not();
            case Expression.Comparison comparison -> compare(comparison, facts);
            case Expression.Identifier identifier -> ofFlag(facts.find(identifier.fact()));
            case Expression.Literal literal -> ofFlag(Optional.of(literal.value()));
        };
    }

    private static Truth ofFlag(Optional<FactValue> value) {
        return value.map(known -> Truth.of(known instanceof FactValue.Flag flag && flag.value()))
                .orElse(Truth.UNKNOWN);
    }

    private static Truth compare(Expression.Comparison comparison, Facts facts) {
        var left = value(comparison.left(), facts);
        var right = value(comparison.right(), facts);
        if (left.isEmpty() || right.isEmpty()) {
            return Truth.UNKNOWN;
        }
        return Truth.of(comparison.operator().holds(order(left.get(), right.get())));
    }

    private static Optional<FactValue> value(Expression expression, Facts facts) {
        return switch (expression) {
            case Expression.Identifier identifier -> facts.find(identifier.fact());
            case Expression.Literal literal -> Optional.of(literal.value());
            case Expression.Or or -> flag(truth(or, facts));
            case Expression.And and -> flag(truth(and, facts));
            case Expression.Not not -> flag(truth(not, facts));
            case Expression.Comparison comparison -> flag(truth(comparison, facts));
        };
    }

    private static Optional<FactValue> flag(Truth truth) {
        return truth == Truth.UNKNOWN ? Optional.empty() : Optional.of(new FactValue.Flag(truth == Truth.TRUE));
    }

    private static int order(FactValue left, FactValue right) {
        return switch (left) {
            case FactValue.Amount amount
            when right instanceof FactValue.Amount other -> amount.value().compareTo(other.value());
            case FactValue.Span span
            when right instanceof FactValue.Span other -> span.value().compareTo(other.value());
            case FactValue.Text text
            when right instanceof FactValue.Text other -> text.value().compareTo(other.value());
            case FactValue.Flag flag
            when right instanceof FactValue.Flag other -> Boolean.compare(flag.value(), other.value());
            case FactValue.Amount amount -> throw mismatch(amount, right);
            case FactValue.Span span -> throw mismatch(span, right);
            case FactValue.Text text -> throw mismatch(text, right);
            case FactValue.Flag flag -> throw mismatch(flag, right);
        };
    }

    private static IllegalStateException mismatch(FactValue left, FactValue right) {
        return new IllegalStateException("comparing " + left.type().phrase() + " with "
                + right.type().phrase() + " (expected: a checked condition)");
    }
}
