package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;

/** Reads what follows an operand by dots and brackets: attributes, indexes and splats. */
final class TraversalParser {

    private final ParseState state;
    private final TokenStream tokens;
    private final ExpressionParser expressions;

    TraversalParser(ParseState state, ExpressionParser expressions) {
        this.state = state;
        this.tokens = state.tokens;
        this.expressions = expressions;
    }

    /** The target with all that follows it; {@code first} is the token the target began with. */
    Expression from(int first, Expression target) {
        Expression result = target;
        while (!state.recovering()) {
            if (tokens.is(TokenKind.DOT)) {
                result = member(first, result);
            } else if (tokens.is(TokenKind.OPEN_BRACKET)) {
                result = bracket(first, result);
            } else {
                break;
            }
        }
        return result;
    }

    private Expression member(int first, Expression target) {
        int dot = tokens.next();
        return tokens.is(TokenKind.STAR) ? attributeSplat(first, dot, target) : step(first, target);
    }

    /** What stands behind a dot: a name, or a number, which is an old way to write an index. */
    private Expression step(int first, Expression target) {
        int targetHeight = expressions.height();
        return switch (tokens.kind()) {
            case IDENTIFIER -> {
                String name = tokens.name(tokens.next());
                yield expressions.grown(targetHeight, new Expression.GetAttribute(target, name, tokens.since(first)));
            }
            case NUMBER -> legacyIndex(first, target);
            default ->
                state.fail(
                        "Invalid attribute name",
                        "Expected the name of an attribute after the dot, found " + state.found() + ".");
        };
    }

    private Expression legacyIndex(int first, Expression target) {
        int targetHeight = expressions.height();
        int token = tokens.index();
        if (Numbers.hasPoint(tokens.text(), tokens.start(token), tokens.end(token))) {
            return state.fail(
                    "Invalid index",
                    "Two indexes in a row stand in brackets, like [0][1]; found " + state.found() + ".");
        }
        Expression key = expressions.number();
        return expressions.grown(targetHeight, new Expression.Index(target, key, tokens.since(first)));
    }

    /** {@code .*}, which takes the attributes and numbers that follow and leaves the brackets to the list it makes. */
    private Expression attributeSplat(int first, int dot, Expression target) {
        int targetHeight = expressions.height();
        int star = tokens.next();
        Expression each = item(dot, star);
        while (!state.recovering() && tokens.take(TokenKind.DOT)) {
            if (tokens.is(TokenKind.STAR)) {
                return state.fail(
                        "Nested splat", "Inside of what follows \".*\" no other \".*\" can stand; use \"[*]\".");
            }
            each = step(dot, each);
        }
        return splat(first, target, targetHeight, true, each);
    }

    private Expression bracket(int first, Expression target) {
        int open = tokens.next();
        // Asked before line breaks are stepped over: the brackets of a splat are one sign and stay on one line.
        return tokens.is(TokenKind.STAR) ? fullSplat(first, open, target) : index(first, target);
    }

    private Expression fullSplat(int first, int open, Expression target) {
        int targetHeight = expressions.height();
        try {
            if (!state.enter()) {
                return new Expression.Erroneous(tokens.range());
            }
            tokens.next();
            int close = tokens.index();
            if (!expressions.expect(TokenKind.CLOSE_BRACKET, "Missing end of splat", "the splat operator is \"[*]\"")) {
                return expressions.erroneous(first);
            }
            Expression each = from(open, item(open, close));
            return splat(first, target, targetHeight, false, each);
        } finally {
            state.leave();
        }
    }

    private Expression item(int markerStart, int markerEnd) {
        expressions.height(1);
        SourceRange marker = tokens.file().range(tokens.start(markerStart), tokens.end(markerEnd));
        return new Expression.SplatItem(marker);
    }

    private Expression splat(int first, Expression target, int targetHeight, boolean attributeOnly, Expression each) {
        return expressions.grown(
                Math.max(targetHeight, expressions.height()),
                new Expression.Splat(target, attributeOnly, each, tokens.since(first)));
    }

    private Expression index(int first, Expression target) {
        int targetHeight = expressions.height();
        boolean former = tokens.skipNewlines(true);
        try {
            Expression key = expressions.expression();
            int highest = Math.max(targetHeight, expressions.height());
            if (!expressions.expect(TokenKind.CLOSE_BRACKET, "Missing end of index", "the index needs a \"]\" here")) {
                return expressions.erroneous(first);
            }
            return expressions.grown(highest, new Expression.Index(target, key, tokens.since(first)));
        } finally {
            tokens.skipNewlines(former);
        }
    }
}
