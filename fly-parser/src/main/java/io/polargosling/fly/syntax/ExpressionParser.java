package io.polargosling.fly.syntax;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.source.SourceRange;
import java.math.BigDecimal;

/**
 * Reads expressions by recursive descent, operators by precedence climbing. {@link #height} is, after each method, the
 * height of the tree it returned: chains like {@code a.b.c} grow the tree without recursion, and whoever walks it later
 * recurses.
 */
final class ExpressionParser {

    private final ParseState state;
    private final TokenStream tokens;
    private final TemplateParser templates;
    private final CollectionParser collections;
    private final TraversalParser traversals;
    private int height;

    ExpressionParser(ParseState state) {
        this.state = state;
        this.tokens = state.tokens;
        this.templates = new TemplateParser(state, this);
        this.collections = new CollectionParser(state, this);
        this.traversals = new TraversalParser(state, this);
    }

    TemplateParser templates() {
        return templates;
    }

    int height() {
        return height;
    }

    void height(int newHeight) {
        height = newHeight;
    }

    /** A whole expression; {@link Expression.Erroneous} after an error. */
    Expression expression() {
        try {
            return state.enter() ? conditional() : new Expression.Erroneous(tokens.range());
        } finally {
            state.leave();
        }
    }

    private Expression conditional() {
        int first = tokens.index();
        Expression condition = binary(0);
        if (state.recovering() || !tokens.take(TokenKind.QUESTION)) {
            return condition;
        }
        int highest = height;
        Expression whenTrue = expression();
        highest = Math.max(highest, height);
        if (!expect(TokenKind.COLON, "Missing false part of a condition", "a ? b : c needs a \":\" here")) {
            return erroneous(first);
        }
        Expression whenFalse = expression();
        return grown(
                Math.max(highest, height),
                new Expression.Conditional(condition, whenTrue, whenFalse, tokens.since(first)));
    }

    private Expression binary(int level) {
        int first = tokens.index();
        Expression left = term();
        while (!state.recovering()) {
            BinaryOperator operator = BinaryOperator.of(tokens.kind());
            if (operator == null || operator.level() < level) {
                break;
            }
            tokens.next();
            int leftHeight = height;
            Expression right = binary(operator.level() + 1);
            left = grown(
                    Math.max(leftHeight, height), new Expression.Binary(operator, left, right, tokens.since(first)));
        }
        return left;
    }

    /** An operand: one primary with what is before it and what follows it by dots and indexes. */
    private Expression term() {
        return switch (tokens.kind()) {
            case MINUS -> unary(UnaryOperator.NEGATE);
            case NOT -> unary(UnaryOperator.NOT);
            default -> {
                int first = tokens.index();
                yield traversals.from(first, primary());
            }
        };
    }

    private Expression unary(UnaryOperator operator) {
        try {
            if (!state.enter()) {
                return new Expression.Erroneous(tokens.range());
            }
            int first = tokens.next();
            Expression operand = term();
            return grown(height, new Expression.Unary(operator, operand, tokens.since(first)));
        } finally {
            state.leave();
        }
    }

    private Expression primary() {
        height = 1;
        return switch (tokens.kind()) {
            case NUMBER -> number();
            case IDENTIFIER ->
                switch (tokens.kindAfter()) {
                    case OPEN_PAREN, DOUBLE_COLON -> collections.call();
                    default -> word();
                };
            case OPEN_QUOTE -> templates.quoted();
            case OPEN_HEREDOC -> templates.heredoc();
            case OPEN_PAREN -> parentheses();
            case OPEN_BRACKET -> collections.tuple();
            case OPEN_BRACE -> collections.object();
            default -> state.fail("Missing expression", "Expected a value, found " + state.found() + ".");
        };
    }

    /** Takes a number token; {@link Expression.Erroneous}, after a diagnostic that ends nothing, when it is none. */
    Expression number() {
        int token = tokens.next();
        int start = tokens.start(token);
        int end = tokens.end(token);
        SourceRange range = tokens.range(token);
        if (!Numbers.isNumber(tokens.text(), start, end)) {
            state.report(
                    "syntax",
                    "Invalid number",
                    "A number has digits, at most one decimal point and at most one exponent.",
                    range);
            return new Expression.Erroneous(range);
        }
        BigDecimal value = Numbers.value(tokens.text(), start, end);
        if (value == null) {
            state.report(
                    "number-range",
                    "Number out of range",
                    "Numbers have at most %d digits and their exponents at most %d."
                            .formatted(Numbers.LONGEST, Numbers.EXPONENT_DIGITS),
                    range);
            return new Expression.Erroneous(range);
        }
        return new Expression.NumberLiteral(value, range);
    }

    private Expression word() {
        int token = tokens.next();
        SourceRange range = tokens.range(token);
        String name = tokens.name(token);
        return switch (name) {
            case "true" -> new Expression.BoolLiteral(true, range);
            case "false" -> new Expression.BoolLiteral(false, range);
            case "null" -> new Expression.NullLiteral(range);
            default -> new Expression.Name(name, range);
        };
    }

    private Expression parentheses() {
        int first = tokens.next();
        boolean former = tokens.skipNewlines(true);
        try {
            Expression inner = expression();
            if (!expect(TokenKind.CLOSE_PAREN, "Unbalanced parentheses", "the expression needs a \")\" here")) {
                return erroneous(first);
            }
            return grown(height, new Expression.Parentheses(inner, tokens.since(first)));
        } finally {
            tokens.skipNewlines(former);
        }
    }

    /** Takes the token, or fails; false also while recovering. */
    boolean expect(TokenKind kind, String summary, String rule) {
        if (state.recovering()) {
            return false;
        }
        if (tokens.take(kind)) {
            return true;
        }
        state.fail(summary, "Found " + state.found() + "; " + rule + ".");
        return false;
    }

    /**
     * Takes the bracket that closes an expression, or fails: at the bracket that opened it when the file ends before.
     *
     * @param open token that opened it
     */
    boolean close(int open, TokenKind kind, String summary, String rule) {
        if (state.recovering() || !tokens.is(TokenKind.END_OF_FILE)) {
            return expect(kind, summary, rule);
        }
        state.failWith(Diagnostic.error(
                "syntax",
                summary,
                "The file ends before this is closed (expected: " + kind.description() + ").",
                tokens.range(open)));
        return false;
    }

    Expression.Erroneous erroneous(int first) {
        return new Expression.Erroneous(tokens.since(first));
    }

    /** The node one higher than the highest of its parts, or an error when that is too high. */
    Expression grown(int highestPart, Expression node) {
        height = highestPart + 1;
        if (height > Parser.MAX_DEPTH && !state.recovering()) {
            return state.tooDeep(node.range());
        }
        return node;
    }
}
