package io.polargosling.storage.jdbc.ydbdouble;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads expressions; the usual precedence. */
final class ExpressionParser {

    private static final List<String> COMPARISONS = List.of("<=", ">=", "<>", "!=", "==", "=", "<", ">");
    private static final Set<String> FUNCTIONS = Set.of("CurrentUtcDatetime", "CurrentUtcTimestamp");

    private final Words words;

    ExpressionParser(Words words) {
        this.words = words;
    }

    Expression read() {
        var parts = new ArrayList<Expression>();
        do {
            parts.add(conjunction());
        } while (words.take("or"));
        return parts.size() == 1 ? parts.getFirst() : new Expression.Or(parts);
    }

    private Expression conjunction() {
        var parts = new ArrayList<Expression>();
        do {
            parts.add(negation());
        } while (words.take("and"));
        return parts.size() == 1 ? parts.getFirst() : new Expression.And(parts);
    }

    private Expression negation() {
        return words.take("not") ? new Expression.Not(negation()) : predicate();
    }

    private Expression predicate() {
        var left = sum();
        for (var operator : COMPARISONS) {
            if (words.take(operator)) {
                return new Expression.Binary(plain(operator), left, sum());
            }
        }
        if (words.take("is")) {
            boolean negated = words.take("not");
            if (words.take("distinct", "from")) {
                var same = new Expression.Same(left, sum());
                return negated ? same : new Expression.Not(same);
            }
            words.expect("null");
            var empty = new Expression.IsNull(left);
            return negated ? new Expression.Not(empty) : empty;
        }
        if (words.take("not", "in")) {
            return new Expression.Not(in(left));
        }
        return words.take("in") ? in(left) : left;
    }

    private static String plain(String operator) {
        return switch (operator) {
            case "==" -> "=";
            case "!=" -> "<>";
            default -> operator;
        };
    }

    private Expression in(Expression left) {
        var values = words.peek().kind() == Token.Kind.PARAMETER ? List.of(atom()) : words.inParentheses(this::sum);
        return new Expression.In(left, values);
    }

    private Expression sum() {
        var left = atom();
        if (left instanceof Expression.Now(var function, var _) && words.take("-", "Interval", "(")) {
            var before = Duration.parse(words.literal(Token.Kind.STRING));
            words.expect(")");
            return new Expression.Now(function, before);
        }
        while (words.sees("+") || words.sees("-")) {
            var operator = words.read().text();
            left = new Expression.Binary(operator, left, atom());
        }
        return left;
    }

    private Expression atom() {
        if (words.take("(")) {
            var inner = read();
            words.expect(")");
            return inner;
        }
        return switch (words.peek().kind()) {
            case PARAMETER -> new Expression.Parameter(words.read().text());
            case STRING -> literal(ColumnType.TEXT, words.literal(Token.Kind.STRING));
            // A plain number is 32 bits wide; what does not fit is 64.
            case NUMBER -> number(Long.parseLong(words.literal(Token.Kind.NUMBER)));
            case WORD, QUOTED -> word();
            case SIGN -> negative();
            case SPACE, END -> throw words.unexpected("a value");
        };
    }

    private Expression negative() {
        words.expect("-");
        return number(-Long.parseLong(words.literal(Token.Kind.NUMBER)));
    }

    private static Expression number(long number) {
        return literal(number == (int) number ? ColumnType.INT32 : ColumnType.INT64, number);
    }

    private Expression word() {
        if (words.take("null")) {
            return new Expression.Literal(Cell.NULL);
        }
        if (words.take("true")) {
            return literal(ColumnType.BOOL, true);
        }
        if (words.take("false")) {
            return literal(ColumnType.BOOL, false);
        }
        var name = words.name();
        if (words.take("(")) {
            words.expect(")");
            if (!FUNCTIONS.contains(name)) {
                throw YdbError.refused("function " + name + " is unknown here");
            }
            return new Expression.Now(name, Duration.ZERO);
        }
        return new Expression.Column(name);
    }

    private static Expression literal(ColumnType type, Object value) {
        return new Expression.Literal(Cell.of(type, value));
    }
}
