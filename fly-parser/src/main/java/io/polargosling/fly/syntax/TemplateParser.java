package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads quoted strings and heredocs into templates. */
final class TemplateParser {

    private static final int STRIPPING_OPENER = 3;
    private static final int STRIPPING_CLOSER = 2;

    private final ParseState state;
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final Escapes escapes;
    private final DirectiveParser directives;

    TemplateParser(ParseState state, ExpressionParser expressions) {
        this.state = state;
        this.tokens = state.tokens;
        this.expressions = expressions;
        this.escapes = new Escapes(state);
        this.directives = new DirectiveParser(state, expressions);
    }

    Expression quoted() {
        int open = tokens.next();
        boolean former = tokens.skipNewlines(false);
        try {
            if (tokens.take(TokenKind.CLOSE_QUOTE)) {
                return new Expression.Template(List.of(), false, tokens.since(open));
            }
            if (tokens.is(TokenKind.QUOTED_TEXT) && tokens.kindAfter() == TokenKind.CLOSE_QUOTE) {
                TemplatePart text = text(tokens.next());
                tokens.next();
                return new Expression.Template(List.of(text), false, tokens.since(open));
            }
            TemplatePieces pieces = pieces(open, TokenKind.QUOTED_TEXT);
            if (!state.recovering() && !tokens.is(TokenKind.CLOSE_QUOTE)) {
                state.fail("Unterminated string", "Found " + state.found() + "; expected: \".");
            }
            return template(open, pieces, false);
        } finally {
            tokens.skipNewlines(former);
        }
    }

    private TemplatePart text(int token) {
        return new TemplatePart.Text(
                escapes.resolve(tokens.start(token), tokens.end(token), true), tokens.range(token));
    }

    Expression heredoc() {
        int open = tokens.next();
        boolean former = tokens.skipNewlines(false);
        try {
            TemplatePieces pieces = pieces(open, TokenKind.HEREDOC_TEXT);
            String introducer = tokens.text(open);
            if (!state.recovering() && !tokens.is(TokenKind.CLOSE_HEREDOC)) {
                state.fail(
                        "Unterminated heredoc",
                        "The heredoc begun at " + tokens.range(open) + " has no line that holds its closing marker \""
                                + marker(introducer) + "\" alone.");
            }
            if (introducer.startsWith("<<-")) {
                pieces.flush();
            }
            return template(open, pieces, true);
        } finally {
            tokens.skipNewlines(former);
        }
    }

    private static String marker(String introducer) {
        return introducer.substring(introducer.startsWith("<<-") ? 3 : 2).strip();
    }

    private Expression template(int open, TemplatePieces pieces, boolean heredoc) {
        if (state.recovering()) {
            return expressions.erroneous(open);
        }
        SourceRange end = tokens.range(tokens.next());
        TemplateTree.Nested nested = TemplateTree.nest(state, pieces.joined(), end);
        return nested == null
                ? expressions.erroneous(open)
                : expressions.grown(
                        nested.height(), new Expression.Template(nested.parts(), heredoc, tokens.since(open)));
    }

    private TemplatePieces pieces(int template, TokenKind textKind) {
        var pieces = new TemplatePieces();
        boolean quoted = textKind == TokenKind.QUOTED_TEXT;
        while (!state.recovering()) {
            if (tokens.is(textKind)) {
                int token = tokens.next();
                pieces.text(escapes.resolve(tokens.start(token), tokens.end(token), quoted), tokens.range(token));
            } else if (tokens.is(TokenKind.OPEN_INTERPOLATION) || tokens.is(TokenKind.OPEN_DIRECTIVE)) {
                sequence(template, pieces);
            } else {
                break;
            }
        }
        return pieces;
    }

    /** One <code>${ }</code> or <code>%{ }</code>. */
    private void sequence(int template, TemplatePieces pieces) {
        boolean directive = tokens.is(TokenKind.OPEN_DIRECTIVE);
        int open = tokens.next();
        boolean former = tokens.skipNewlines(true);
        try {
            TemplatePiece piece = directive ? directives.directive(open) : interpolation(template, open);
            if (piece != null) {
                int close = tokens.next();
                boolean stripBefore = tokens.end(open) - tokens.start(open) == STRIPPING_OPENER;
                boolean stripAfter = tokens.end(close) - tokens.start(close) == STRIPPING_CLOSER;
                pieces.template(piece, stripBefore, stripAfter);
            }
        } finally {
            tokens.skipNewlines(former);
        }
    }

    private @Nullable TemplatePiece interpolation(int template, int open) {
        Expression expression = expressions.expression();
        if (!state.recovering() && !tokens.is(TokenKind.CLOSE_TEMPLATE)) {
            unclosed(template, open);
        }
        return state.recovering()
                ? null
                : new TemplatePiece.Value(
                        expression,
                        expressions.height(),
                        tokens.file().range(tokens.start(open), tokens.end(tokens.index())));
    }

    /** When the template ends before the interpolation does, that is a matter of the template, and is said at its start. */
    private void unclosed(int template, int open) {
        boolean quoted = tokens.kind(template) == TokenKind.OPEN_QUOTE;
        boolean ends = switch (tokens.kind()) {
            case END_OF_FILE -> true;
            case OPEN_QUOTE, CLOSE_QUOTE -> quoted;
            default -> BadTokens.isLeftOpen(tokens, tokens.index());
        };
        if (ends) {
            state.failAt(
                    tokens.range(template + 1),
                    "Missing end of interpolation",
                    "The interpolation begun at " + tokens.range(open)
                            + " has no \"}\" before the end of its template.");
        } else {
            state.fail(
                    "Missing end of interpolation",
                    "Found " + state.found() + "; the interpolation needs a \"}\" here.");
        }
    }

    /** A string without interpolation, as labels ask it; the text, or null after an error. */
    @Nullable
    String plain() {
        tokens.next();
        String text = "";
        if (tokens.is(TokenKind.QUOTED_TEXT)) {
            int token = tokens.next();
            text = escapes.resolve(tokens.start(token), tokens.end(token), true);
        }
        if (tokens.is(TokenKind.OPEN_INTERPOLATION) || tokens.is(TokenKind.OPEN_DIRECTIVE)) {
            state.fail("Invalid label", "A label is plain text, without \"${\" and \"%{\".");
        } else if (!tokens.take(TokenKind.CLOSE_QUOTE)) {
            state.fail("Unterminated string", "Found " + state.found() + "; expected: \".");
        }
        return state.recovering() ? null : text;
    }
}
