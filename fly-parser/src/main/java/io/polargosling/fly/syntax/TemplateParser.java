package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads quoted strings and heredocs into templates. */
final class TemplateParser {

    private final ParseState state;
    private final TokenStream tokens;
    private final ExpressionParser expressions;

    TemplateParser(ParseState state, ExpressionParser expressions) {
        this.state = state;
        this.tokens = state.tokens;
        this.expressions = expressions;
    }

    Expression quoted() {
        Token open = tokens.next();
        var pieces = new TemplatePieces();
        boolean former = tokens.skipNewlines(false);
        try {
            int highest = parts(pieces, TokenKind.QUOTED_TEXT);
            if (state.recovering()) {
                return expressions.erroneous(open);
            }
            if (!tokens.is(TokenKind.CLOSE_QUOTE)) {
                return state.fail("Unterminated string", "Found " + state.found() + "; expected: \".");
            }
            tokens.next();
            return expressions.grown(highest, new Expression.Template(pieces.parts(), false, tokens.since(open)));
        } finally {
            tokens.skipNewlines(former);
        }
    }

    Expression heredoc() {
        Token open = tokens.next();
        String introducer = tokens.text(open);
        var pieces = new TemplatePieces();
        boolean former = tokens.skipNewlines(false);
        try {
            int highest = parts(pieces, TokenKind.HEREDOC_TEXT);
            if (state.recovering()) {
                return expressions.erroneous(open);
            }
            if (!tokens.is(TokenKind.CLOSE_HEREDOC)) {
                return state.fail(
                        "Unterminated heredoc",
                        "No line holds the closing marker \"" + marker(introducer) + "\" alone.",
                        tokens.range(open),
                        Optional.empty());
            }
            tokens.next();
            List<TemplatePart> parts = introducer.startsWith("<<-") ? pieces.flushParts() : pieces.parts();
            return expressions.grown(highest, new Expression.Template(parts, true, tokens.since(open)));
        } finally {
            tokens.skipNewlines(former);
        }
    }

    private static String marker(String introducer) {
        return introducer.substring(introducer.startsWith("<<-") ? 3 : 2).strip();
    }

    private int parts(TemplatePieces pieces, TokenKind textKind) {
        int highest = 0;
        while (!state.recovering()) {
            Token token = tokens.peek();
            if (token.kind() == textKind) {
                tokens.next();
                boolean quoted = textKind == TokenKind.QUOTED_TEXT;
                pieces.text(new Escapes(state).resolve(token, quoted), tokens.range(token));
            } else if (token.kind() == TokenKind.OPEN_INTERPOLATION) {
                interpolation(pieces);
                highest = Math.max(highest, expressions.height());
            } else if (token.kind() == TokenKind.OPEN_DIRECTIVE) {
                state.unsupported("template directives \"%{ ... }\"");
            } else {
                break;
            }
        }
        return highest;
    }

    private void interpolation(TemplatePieces pieces) {
        Token open = tokens.next();
        boolean former = tokens.skipNewlines(true);
        try {
            Expression expression = expressions.expression();
            if (!state.recovering() && !tokens.is(TokenKind.CLOSE_TEMPLATE)) {
                state.fail(
                        "Missing end of interpolation",
                        "Found " + state.found() + "; the interpolation needs a \"}\" here.");
            }
            if (state.recovering()) {
                return;
            }
            Token close = tokens.next();
            SourceRange range = tokens.file().range(open.start(), close.end());
            boolean stripBefore = open.end() - open.start() == 3;
            boolean stripAfter = close.end() - close.start() == 2;
            pieces.interpolation(new TemplatePart.Interpolation(expression, range), stripBefore, stripAfter);
        } finally {
            tokens.skipNewlines(former);
        }
    }

    /** A string without interpolation, as labels ask it; the text, or empty after an error. */
    Optional<String> plain() {
        tokens.next();
        var pieces = new TemplatePieces();
        if (tokens.is(TokenKind.QUOTED_TEXT)) {
            Token token = tokens.next();
            pieces.text(new Escapes(state).resolve(token, true), tokens.range(token));
        }
        if (tokens.is(TokenKind.OPEN_INTERPOLATION) || tokens.is(TokenKind.OPEN_DIRECTIVE)) {
            state.fail("Invalid label", "A label is plain text, without \"${\" and \"%{\".");
        } else if (!tokens.is(TokenKind.CLOSE_QUOTE)) {
            state.fail("Unterminated string", "Found " + state.found() + "; expected: \".");
        }
        if (state.recovering()) {
            return Optional.empty();
        }
        tokens.next();
        var parts = new ArrayList<>(pieces.parts());
        return Optional.of(parts.isEmpty() ? "" : ((TemplatePart.Text) parts.getFirst()).text());
    }
}
