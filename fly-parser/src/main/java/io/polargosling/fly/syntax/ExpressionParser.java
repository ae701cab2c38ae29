package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads expressions by recursive descent, operators by precedence climbing. {@link #height} is, after each method, the
 * height of the tree it returned: chains like {@code a.b.c} grow the tree without recursion, and whoever walks it later
 * recurses.
 */
final class ExpressionParser {

    /** More digits than any sensible number has; keeps the cost of reading one bounded. */
    private static final int LONGEST_NUMBER = 200;

    private static final int LARGEST_EXPONENT = 1000;

    private final ParseState state;
    private final TokenStream tokens;
    private final TemplateParser templates;
    private int height;

    ExpressionParser(ParseState state) {
        this.state = state;
        this.tokens = state.tokens;
        this.templates = new TemplateParser(state, this);
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
            return state.enter() ? conditional() : new Expression.Erroneous(tokens.range(tokens.peek()));
        } finally {
            state.leave();
        }
    }

    private Expression conditional() {
        Token first = tokens.peek();
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
        Token first = tokens.peek();
        Expression left = unary();
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

    private Expression unary() {
        UnaryOperator operator = switch (tokens.kind()) {
            case MINUS -> UnaryOperator.NEGATE;
            case NOT -> UnaryOperator.NOT;
            default -> null;
        };
        if (operator == null) {
            return postfix();
        }
        try {
            if (!state.enter()) {
                return new Expression.Erroneous(tokens.range(tokens.peek()));
            }
            Token first = tokens.next();
            Expression operand = unary();
            return grown(height, new Expression.Unary(operator, operand, tokens.since(first)));
        } finally {
            state.leave();
        }
    }

    private Expression postfix() {
        Token first = tokens.peek();
        Expression target = primary();
        while (!state.recovering()) {
            if (tokens.is(TokenKind.DOT)) {
                target = member(first, target);
            } else if (tokens.is(TokenKind.OPEN_BRACKET)) {
                target = index(first, target);
            } else {
                break;
            }
        }
        return target;
    }

    private Expression member(Token first, Expression target) {
        tokens.next();
        int targetHeight = height;
        return switch (tokens.kind()) {
            case IDENTIFIER -> {
                String name = tokens.text(tokens.next());
                yield grown(targetHeight, new Expression.GetAttribute(target, name, tokens.since(first)));
            }
            case NUMBER -> legacyIndex(first, target);
            case STAR -> state.unsupported("the splat operator \".*\"");
            default ->
                state.fail(
                        "Invalid attribute name",
                        "Expected the name of an attribute after the dot, found " + state.found() + ".");
        };
    }

    /** {@code a.0}; the lexer takes the end of {@code a.0.1} for one number. */
    private Expression legacyIndex(Token first, Expression target) {
        Token token = tokens.peek();
        String digits = tokens.text(token);
        if (digits.length() > LONGEST_NUMBER || !digits.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'))) {
            return state.fail("Invalid index", "Expected a whole number after the dot, found " + state.found() + ".");
        }
        tokens.next();
        Expression result = target;
        int start = token.start();
        int end = digits.indexOf('.') < 0 ? token.end() : start + digits.indexOf('.');
        while (true) {
            SourceRange range = tokens.file().range(start, end);
            var key = new Expression.NumberLiteral(new BigDecimal(range.text()), range);
            result = grown(
                    height, new Expression.Index(result, key, tokens.file().range(first.start(), end)));
            if (end == token.end()) {
                return result;
            }
            start = end + 1;
            end = token.end();
        }
    }

    private Expression index(Token first, Expression target) {
        tokens.next();
        int highest = height;
        boolean former = tokens.skipNewlines(true);
        try {
            if (tokens.is(TokenKind.STAR)) {
                return state.unsupported("the splat operator \"[*]\"");
            }
            Expression key = expression();
            highest = Math.max(highest, height);
            if (!expect(TokenKind.CLOSE_BRACKET, "Missing end of index", "the index needs a \"]\" here")) {
                return erroneous(first);
            }
            return grown(highest, new Expression.Index(target, key, tokens.since(first)));
        } finally {
            tokens.skipNewlines(former);
        }
    }

    private Expression primary() {
        height = 1;
        return switch (tokens.kind()) {
            case NUMBER -> number();
            case IDENTIFIER -> tokens.kindAfter() == TokenKind.OPEN_PAREN ? call() : word();
            case OPEN_QUOTE -> templates.quoted();
            case OPEN_HEREDOC -> templates.heredoc();
            case OPEN_PAREN -> parentheses();
            case OPEN_BRACKET -> tuple();
            case OPEN_BRACE -> object();
            default -> state.fail("Missing expression", "Expected a value, found " + state.found() + ".");
        };
    }

    private Expression number() {
        Token token = tokens.next();
        SourceRange range = tokens.range(token);
        String text = range.text();
        BigDecimal value = text.length() <= LONGEST_NUMBER ? read(text) : null;
        if (value == null) {
            state.report(
                    "number-range",
                    "Number out of range",
                    "Numbers have at most %d digits and exponents up to %d."
                            .formatted(LONGEST_NUMBER, LARGEST_EXPONENT),
                    range);
            return new Expression.Erroneous(range);
        }
        return new Expression.NumberLiteral(value, range);
    }

    private static @Nullable BigDecimal read(String text) {
        int exponentAt = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (exponentAt >= 0) {
            String exponent = text.substring(exponentAt + 1).replaceFirst("^[+-]?0*", "");
            if (exponent.length() > 4 || (!exponent.isEmpty() && Integer.parseInt(exponent) > LARGEST_EXPONENT)) {
                return null;
            }
        }
        return new BigDecimal(text);
    }

    private Expression word() {
        Token token = tokens.next();
        SourceRange range = tokens.range(token);
        return switch (range.text()) {
            case "true" -> new Expression.BoolLiteral(true, range);
            case "false" -> new Expression.BoolLiteral(false, range);
            case "null" -> new Expression.NullLiteral(range);
            default -> new Expression.Name(range.text(), range);
        };
    }

    private Expression call() {
        Token function = tokens.next();
        tokens.next();
        boolean former = tokens.skipNewlines(true);
        try {
            var arguments = new ArrayList<Expression>();
            boolean expand = false;
            int highest = 0;
            while (!state.recovering() && !tokens.is(TokenKind.CLOSE_PAREN)) {
                arguments.add(expression());
                highest = Math.max(highest, height);
                expand = tokens.take(TokenKind.ELLIPSIS);
                if (expand || !tokens.take(TokenKind.COMMA)) {
                    break;
                }
            }
            if (!expect(
                    TokenKind.CLOSE_PAREN, "Missing end of call", "the arguments end with \")\" or go on with \",\"")) {
                return erroneous(function);
            }
            SourceRange name = tokens.range(function);
            return grown(highest, new Expression.Call(name.text(), arguments, expand, name, tokens.since(function)));
        } finally {
            tokens.skipNewlines(former);
        }
    }

    private Expression parentheses() {
        Token first = tokens.next();
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

    private Expression tuple() {
        Token first = tokens.next();
        boolean former = tokens.skipNewlines(true);
        try {
            if (isFor()) {
                return state.unsupported("\"for\" expressions");
            }
            var items = new ArrayList<Expression>();
            int highest = 0;
            while (!state.recovering() && !tokens.is(TokenKind.CLOSE_BRACKET)) {
                items.add(expression());
                highest = Math.max(highest, height);
                if (!tokens.take(TokenKind.COMMA)) {
                    break;
                }
            }
            if (!expect(
                    TokenKind.CLOSE_BRACKET,
                    "Missing item separator",
                    "items are separated by \",\" and the list ends with \"]\"")) {
                return erroneous(first);
            }
            return grown(highest, new Expression.Tuple(items, tokens.since(first)));
        } finally {
            tokens.skipNewlines(former);
        }
    }

    private Expression object() {
        Token first = tokens.next();
        boolean former = tokens.skipNewlines(false);
        try {
            tokens.dropNewlines();
            if (isFor()) {
                return state.unsupported("\"for\" expressions");
            }
            List<ObjectItem> items = new ArrayList<>();
            int highest = 0;
            while (!state.recovering() && !tokens.is(TokenKind.CLOSE_BRACE)) {
                highest = Math.max(highest, objectItem(items));
                boolean separated = tokens.is(TokenKind.COMMA) || tokens.is(TokenKind.NEWLINE);
                tokens.take(TokenKind.COMMA);
                tokens.dropNewlines();
                if (!separated) {
                    break;
                }
            }
            if (!expect(
                    TokenKind.CLOSE_BRACE,
                    "Missing item separator",
                    "items are separated by \",\" or a line break and the object ends with \"}\"")) {
                return erroneous(first);
            }
            return grown(highest, new Expression.ObjectLiteral(items, tokens.since(first)));
        } finally {
            tokens.skipNewlines(former);
        }
    }

    private int objectItem(List<ObjectItem> items) {
        TokenKind after = tokens.kindAfter();
        boolean bare = tokens.is(TokenKind.IDENTIFIER) && (after == TokenKind.ASSIGN || after == TokenKind.COLON);
        height = 1;
        ObjectKey key = bare
                ? new ObjectKey.Bare(tokens.text(tokens.peek()), tokens.range(tokens.next()))
                : new ObjectKey.Computed(expression());
        if (!bare && isTraversal(key)) {
            state.fail(
                    "Ambiguous object key",
                    "A key that is computed stands in parentheses, one that is text in quotes.",
                    key.range(),
                    Optional.empty());
        }
        int keyHeight = height;
        if (!state.recovering() && !tokens.take(TokenKind.ASSIGN) && !tokens.take(TokenKind.COLON)) {
            state.fail("Missing object value", "Expected \"=\" or \":\" after the key, found " + state.found() + ".");
        }
        if (!state.recovering()) {
            items.add(new ObjectItem(key, expression()));
        }
        return Math.max(keyHeight, height);
    }

    private static boolean isTraversal(ObjectKey key) {
        return key instanceof ObjectKey.Computed(Expression expression)
                && (expression instanceof Expression.GetAttribute || expression instanceof Expression.Index);
    }

    private boolean isFor() {
        return tokens.is(TokenKind.IDENTIFIER)
                && tokens.text(tokens.peek()).equals("for")
                && tokens.kindAfter() == TokenKind.IDENTIFIER;
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

    Expression.Erroneous erroneous(Token first) {
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
