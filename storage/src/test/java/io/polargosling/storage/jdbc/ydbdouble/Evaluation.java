package io.polargosling.storage.jdbc.ydbdouble;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values of expressions whose types were checked; a comparison with NULL is neither true nor false. */
record Evaluation(Arguments arguments, Fields row) {

    boolean isTrue(Expression condition) {
        return Boolean.TRUE.equals(value(condition));
    }

    @Nullable
    Object value(Expression expression) {
        return switch (expression) {
            case Expression.Column(String name) -> row.get(name);
            case Expression.Parameter(String name) -> arguments.one(name).value();
            case Expression.Literal(Cell cell) -> cell.value();
            case Expression.Binary(String operator, var left, var right) -> binary(operator, value(left), value(right));
            case Expression.And(var parts) -> combined(parts, false);
            case Expression.Or(var parts) -> combined(parts, true);
            case Expression.Not(var part) -> value(part) instanceof Boolean flag ? !flag : null;
            case Expression.IsNull(var part) -> value(part) == null;
            case Expression.Same(var left, var right) -> Objects.equals(value(left), value(right));
            case Expression.In(var part, var values) -> in(value(part), values);
            case Expression.Now(String function, var before) ->
                at(function, Instant.now().minus(before));
        };
    }

    private static Object at(String function, Instant instant) {
        return function.equals("CurrentUtcDatetime")
                ? instant.getEpochSecond()
                : instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }

    private static @Nullable Object binary(String operator, @Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return null;
        }
        int order = operator.equals("+") || operator.equals("-") ? 0 : Cell.compare(left, right);
        return switch (operator) {
            case "+" -> Math.addExact((Long) left, (Long) right);
            case "-" -> Math.subtractExact((Long) left, (Long) right);
            case "=" -> order == 0;
            case "<>" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> throw new IllegalStateException(operator);
        };
    }

    /** The value of all parts: {@code deciding} as soon as one is, else unknown if one is. */
    private @Nullable Boolean combined(List<Expression> parts, boolean deciding) {
        boolean unknown = false;
        for (var part : parts) {
            var value = value(part);
            if (Objects.equals(value, deciding)) {
                return deciding;
            }
            unknown |= value == null;
        }
        return unknown ? null : !deciding;
    }

    private @Nullable Boolean in(@Nullable Object left, List<Expression> values) {
        if (left == null) {
            return null;
        }
        return values.stream().anyMatch(value -> isMember(left, value));
    }

    private boolean isMember(Object left, Expression value) {
        if (value instanceof Expression.Parameter(String name)) {
            return arguments.list(name).stream().anyMatch(cell -> left.equals(cell.value()));
        }
        return left.equals(value(value));
    }
}
