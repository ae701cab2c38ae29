package io.polargosling.domain.policy;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.runner.RunnerState;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rules of types in conditions. */
final class ConditionTypes {

    private ConditionTypes() {}

    /** The expression itself when it is a boolean one. */
    static Expression bool(int offset, Expression expression, String what) throws ConditionSyntaxException {
        if (expression.type() != FactValue.Type.BOOLEAN) {
            throw new ConditionSyntaxException(
                    offset, what + " is " + expression.type().phrase() + " (expected: true or false)");
        }
        return expression;
    }

    /** The comparison, when its operands may be compared in that way. */
    static Expression comparison(
            int leftAt, Expression left, int operatorAt, Expression.Operator operator, int rightAt, Expression right)
            throws ConditionSyntaxException {
        if (left.type() != right.type()) {
            throw new ConditionSyntaxException(
                    rightAt,
                    right.type().phrase() + " is compared with " + left.type().phrase() + " (expected: "
                            + left.type().phrase() + ")");
        }
        if (operator.needsOrder() && !left.type().isOrdered()) {
            throw new ConditionSyntaxException(
                    operatorAt,
                    operator.sign() + " between two values that are each "
                            + left.type().phrase() + " (expected: == or !=)");
        }
        if (left instanceof Expression.Identifier identifier && right instanceof Expression.Literal literal) {
            return new Expression.Comparison(subject(identifier, literal, rightAt), operator, literal);
        }
        if (right instanceof Expression.Identifier identifier && left instanceof Expression.Literal literal) {
            return new Expression.Comparison(literal, operator, subject(identifier, literal, leftAt));
        }
        return new Expression.Comparison(left, operator, right);
    }

    /** What an identifier that is compared with a literal means: {@code state} may stand for the pool. */
    private static Expression subject(Expression.Identifier identifier, Expression.Literal literal, int literalAt)
            throws ConditionSyntaxException {
        var fact = identifier.fact();
        if (!(literal.value() instanceof FactValue.Text text)) {
            return identifier;
        }
        var words = words(fact);
        if (words.isEmpty() || words.contains(text.value())) {
            return identifier;
        }
        if (fact == Fact.STATE && words(Fact.POOL).contains(text.value())) {
            return new Expression.Identifier(Fact.POOL);
        }
        throw new ConditionSyntaxException(
                literalAt,
                fact.word() + " is never '" + ConditionTokens.cut(text.value()) + "' (expected: " + list(words)
                        + (fact == Fact.STATE ? "; or, for the pool, " + list(words(Fact.POOL)) : "") + ")");
    }

    /** The texts a fact can be; empty when it can be any, or is no text. */
    private static Set<String> words(Fact fact) {
        return switch (fact) {
            case STATE -> words(RunnerState.values(), RunnerState::word);
            case POOL -> words(Pool.values(), Pool::word);
            case TYPE -> words(RunnerKind.values(), RunnerKind::word);
            case PROVIDER -> words(CloudProvider.values(), CloudProvider::word);
            case FAILED_COUNT, JOB_COUNT, AGE, IDLE_TIME, HEARTBEAT_AGE, CPU_USAGE, MEMORY_USAGE, DISK_USAGE ->
                Set.of();
            case REGION, EGG, BUSY, OUTDATED, INTERRUPTED -> Set.of();
        };
    }

    private static <T> Set<String> words(T[] values, Function<T, String> word) {
        return Arrays.stream(values).map(word).collect(Collectors.toUnmodifiableSet());
    }

    /** All identifiers, for a message. */
    static String names() {
        return Arrays.stream(Fact.values()).map(Fact::word).collect(Collectors.joining(", "));
    }

    private static String list(Set<String> words) {
        return String.join(", ", new TreeSet<>(words));
    }
}
