package io.polargosling.fly.syntax;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code for}: the whole expression, and the part up to the collection that template directives share. */
final class ForParser {

    private static final String SUMMARY = "Invalid \"for\" expression";

    private final ParseState state;
    private final TokenStream tokens;
    private final ExpressionParser expressions;

    ForParser(ParseState state, ExpressionParser expressions) {
        this.state = state;
        this.tokens = state.tokens;
        this.expressions = expressions;
    }

    /** {@code key, value in collection} behind the word {@code for}; null after an error. Sets the height. */
    @Nullable
    ForIntro intro() {
        String value = variable();
        Optional<String> key = Optional.empty();
        if (!state.recovering() && tokens.take(TokenKind.COMMA)) {
            key = Optional.of(value);
            value = variable();
        }
        if (!state.recovering() && !tokens.isWord("in")) {
            state.fail(SUMMARY, "Found " + state.found() + "; expected \"in\" and what to go through.");
        }
        if (state.recovering()) {
            return null;
        }
        tokens.next();
        Expression collection = expressions.expression();
        return state.recovering() ? null : new ForIntro(key, value, collection);
    }

    private String variable() {
        if (tokens.is(TokenKind.IDENTIFIER)) {
            return tokens.name(tokens.next());
        }
        state.fail(SUMMARY, "Found " + state.found() + "; expected the name of a variable.");
        return "";
    }

    /** From the word {@code for} of {@code [for ...]} on. */
    Expression tuple(int first) {
        Clauses clauses = clauses();
        if (clauses == null) {
            return expressions.erroneous(first);
        }
        if (clauses.key != null) {
            return state.failAt(
                    clauses.key.range(), SUMMARY, "A key and \"=>\" stand in braces only, not in brackets.");
        }
        if (clauses.grouping) {
            return state.failAt(clauses.result.range(), SUMMARY, "The grouping \"...\" stands in braces only.");
        }
        if (!close(TokenKind.CLOSE_BRACKET)) {
            return expressions.erroneous(first);
        }
        return expressions.grown(
                clauses.height,
                new Expression.ForTuple(clauses.intro, clauses.result, clauses.condition, tokens.since(first)));
    }

    /** From the word {@code for} of <code>{for ...}</code> on. */
    Expression object(int first) {
        Clauses clauses = clauses();
        if (clauses == null) {
            return expressions.erroneous(first);
        }
        if (clauses.key == null) {
            return state.failAt(clauses.result.range(), SUMMARY, "In braces a key and \"=>\" stand before the value.");
        }
        if (!close(TokenKind.CLOSE_BRACE)) {
            return expressions.erroneous(first);
        }
        return expressions.grown(
                clauses.height,
                new Expression.ForObject(
                        clauses.intro,
                        clauses.key,
                        clauses.result,
                        clauses.grouping,
                        clauses.condition,
                        tokens.since(first)));
    }

    private boolean close(TokenKind kind) {
        return expressions.expect(kind, SUMMARY, "the expression needs a " + kind.description() + " here");
    }

    private record Clauses(
            ForIntro intro,
            @Nullable Expression key,
            Expression result,
            boolean grouping,
            Optional<Expression> condition,
            int height) {}

    private @Nullable Clauses clauses() {
        tokens.next();
        ForIntro intro = intro();
        int highest = expressions.height();
        if (intro == null || !expressions.expect(TokenKind.COLON, SUMMARY, "the collection is followed by \":\"")) {
            return null;
        }
        Expression result = expressions.expression();
        highest = Math.max(highest, expressions.height());
        Expression key = null;
        if (!state.recovering() && tokens.take(TokenKind.ARROW)) {
            key = result;
            result = expressions.expression();
            highest = Math.max(highest, expressions.height());
        }
        boolean grouping = !state.recovering() && tokens.take(TokenKind.ELLIPSIS);
        Optional<Expression> condition = Optional.empty();
        if (!state.recovering() && tokens.isWord("if")) {
            tokens.next();
            condition = Optional.of(expressions.expression());
            highest = Math.max(highest, expressions.height());
        }
        return state.recovering() ? null : new Clauses(intro, key, result, grouping, condition, highest);
    }
}
