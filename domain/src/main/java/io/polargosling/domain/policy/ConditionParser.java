package io.polargosling.domain.policy;

import io.polargosling.domain.policy.ConditionTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads a condition by recursive descent with one token of foresight, and checks its types on the way. */
final class ConditionParser {

    /** Characters; more is not written by people. */
    static final int MAX_LENGTH = 4096;

    /** How deep parentheses and negations may nest. */
    static final int MAX_DEPTH = 64;

    private final ConditionTokens tokens;
    private Token token;
    private int depth;

    /** A part with the place it begins at. */
    private record Part(int offset, Expression expression) {}

    private ConditionParser(String text) throws ConditionSyntaxException {
        this.tokens = new ConditionTokens(text);
        this.token = tokens.next();
    }

    static Expression parse(String text) throws ConditionSyntaxException {
        if (text.length() > MAX_LENGTH) {
            throw new ConditionSyntaxException(
                    MAX_LENGTH, text.length() + " characters (expected: at most " + MAX_LENGTH + ")");
        }
        var parser = new ConditionParser(text);
        var whole = parser.or();
        if (!(parser.token instanceof Token.End)) {
            throw parser.unexpected("AND, OR or the end");
        }
        return ConditionTypes.bool(whole.offset(), whole.expression(), "a condition");
    }

    private Part or() throws ConditionSyntaxException {
        var first = and();
        return isWord("OR") || isSign("||") ? chain(first, "OR", Expression.Or::new) : first;
    }

    private Part and() throws ConditionSyntaxException {
        var first = not();
        return isWord("AND") || isSign("&&") ? chain(first, "AND", Expression.And::new) : first;
    }

    private Part chain(Part first, String word, Function<List<Expression>, Expression> node)
            throws ConditionSyntaxException {
        boolean isOr = "OR".equals(word);
        var parts = new ArrayList<Expression>();
        parts.add(ConditionTypes.bool(first.offset(), first.expression(), "an operand of " + word));
        while (isWord(word) || isSign(isOr ? "||" : "&&")) {
            advance();
            var next = isOr ? and() : not();
            parts.add(ConditionTypes.bool(next.offset(), next.expression(), "an operand of " + word));
        }
        return new Part(first.offset(), node.apply(parts));
    }

    private Part not() throws ConditionSyntaxException {
        if (!isWord("NOT") && !isSign("!")) {
            return comparison();
        }
        int offset = token.offset();
        enter();
        advance();
        var part = not();
        depth--;
        return new Part(
                offset, new Expression.Not(ConditionTypes.bool(part.offset(), part.expression(), "an operand of NOT")));
    }

    private Part comparison() throws ConditionSyntaxException {
        var left = value();
        if (isWord("IN")) {
            return oneOf(left);
        }
        var operator = operator();
        if (operator.isEmpty()) {
            return left;
        }
        int at = token.offset();
        advance();
        var right = value();
        if (operator().isPresent() || isWord("IN")) {
            throw unexpected("AND, OR or the end, since comparisons do not chain");
        }
        return new Part(left.offset(), compare(left, at, operator.get(), right));
    }

    private Part oneOf(Part left) throws ConditionSyntaxException {
        int at = token.offset();
        advance();
        expect("[");
        var alternatives = new ArrayList<Expression>();
        alternatives.add(compare(left, at, Expression.Operator.EQUAL, value()));
        while (isSign(",")) {
            advance();
            alternatives.add(compare(left, at, Expression.Operator.EQUAL, value()));
        }
        expect("]");
        return new Part(
                left.offset(), alternatives.size() == 1 ? alternatives.getFirst() : new Expression.Or(alternatives));
    }

    private static Expression compare(Part left, int at, Expression.Operator operator, Part right)
            throws ConditionSyntaxException {
        return ConditionTypes.comparison(
                left.offset(), left.expression(), at, operator, right.offset(), right.expression());
    }

    private Part value() throws ConditionSyntaxException {
        int offset = token.offset();
        return switch (token) {
            case Token.Value literal -> {
                advance();
                yield new Part(offset, new Expression.Literal(literal.value()));
            }
            case Token.Word word -> {
                var named = named(word);
                advance();
                yield new Part(offset, named);
            }
            case Token.Sign sign
            when "(".equals(sign.sign()) -> {
                enter();
                advance();
                var inner = or();
                expect(")");
                depth--;
                yield new Part(offset, inner.expression());
            }
            case Token.Sign sign -> throw unexpected("a name, a value or \"(\"");
            case Token.End end -> throw unexpected("a name, a value or \"(\"");
        };
    }

    private Expression named(Token.Word word) throws ConditionSyntaxException {
        if (word.is("TRUE") || word.is("FALSE")) {
            return new Expression.Literal(new FactValue.Flag(word.is("TRUE")));
        }
        if (word.is("AND") || word.is("OR") || word.is("NOT") || word.is("IN")) {
            throw unexpected("a name, a value or \"(\"");
        }
        var fact = Fact.parse(word.word());
        if (fact.isEmpty()) {
            throw new ConditionSyntaxException(
                    word.offset(),
                    "unknown name \"" + ConditionTokens.cut(word.word()) + "\" (expected: " + ConditionTypes.names()
                            + "; a text stands in quotes)");
        }
        return new Expression.Identifier(fact.get());
    }

    private Optional<Expression.Operator> operator() {
        if (token instanceof Token.Sign sign) {
            for (var operator : Expression.Operator.values()) {
                if (operator.sign().equals(sign.sign())) {
                    return Optional.of(operator);
                }
            }
        }
        return Optional.empty();
    }

    private void enter() throws ConditionSyntaxException {
        depth++;
        if (depth > MAX_DEPTH) {
            throw new ConditionSyntaxException(
                    token.offset(), "nested too deeply (expected: at most " + MAX_DEPTH + " levels)");
        }
    }

    private void expect(String sign) throws ConditionSyntaxException {
        if (!isSign(sign)) {
            throw unexpected("\"" + sign + "\"");
        }
        advance();
    }

    private boolean isSign(String sign) {
        return token instanceof Token.Sign found && found.sign().equals(sign);
    }

    private boolean isWord(String keyword) {
        return token instanceof Token.Word found && found.is(keyword);
    }

    private void advance() throws ConditionSyntaxException {
        token = tokens.next();
    }

    private ConditionSyntaxException unexpected(String expected) {
        return new ConditionSyntaxException(
                token.offset(), ConditionTokens.describe(token) + " (expected: " + expected + ")");
    }
}
