package io.polargosling.fly.syntax;

import io.polargosling.fly.diagnostic.DidYouMean;
import io.polargosling.fly.source.SourceRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what stands between <code>%{</code> and its closing brace. */
final class DirectiveParser {

    private static final List<String> WORDS = List.of("if", "else", "endif", "for", "endfor");

    private final ParseState state;
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final ForParser loops;

    DirectiveParser(ParseState state, ExpressionParser expressions) {
        this.state = state;
        this.tokens = state.tokens;
        this.expressions = expressions;
        this.loops = new ForParser(state, expressions);
    }

    /** The directive, the closing brace at hand; null after an error. {@code open} is its first token. */
    @Nullable
    TemplatePiece directive(int open) {
        String word = tokens.is(TokenKind.IDENTIFIER) ? tokens.name(tokens.index()) : "";
        return switch (word) {
            case "if" -> condition(open);
            case "for" -> loop(open);
            case "else" -> mark(open, TemplatePiece.Word.ELSE);
            case "endif" -> mark(open, TemplatePiece.Word.END_IF);
            case "endfor" -> mark(open, TemplatePiece.Word.END_FOR);
            default -> {
                state.fail(
                        "Invalid directive",
                        "Found " + state.found() + " (expected one of " + String.join(", ", WORDS) + ").",
                        DidYouMean.advice(word, WORDS));
                yield null;
            }
        };
    }

    private @Nullable TemplatePiece condition(int open) {
        tokens.next();
        Expression condition = expressions.expression();
        return isClosed("if") ? new TemplatePiece.OpenIf(condition, expressions.height(), range(open)) : null;
    }

    private @Nullable TemplatePiece loop(int open) {
        tokens.next();
        ForIntro intro = loops.intro();
        return intro != null && isClosed("for")
                ? new TemplatePiece.OpenFor(intro, expressions.height(), range(open))
                : null;
    }

    private @Nullable TemplatePiece mark(int open, TemplatePiece.Word word) {
        tokens.next();
        return isClosed(word.text()) ? new TemplatePiece.Mark(word, range(open)) : null;
    }

    private boolean isClosed(String word) {
        if (!state.recovering() && !tokens.is(TokenKind.CLOSE_TEMPLATE)) {
            state.fail(
                    "Missing end of directive",
                    "Found " + state.found() + "; the directive \"" + word + "\" needs a \"}\" here.");
        }
        return !state.recovering();
    }

    private SourceRange range(int open) {
        return tokens.file().range(tokens.start(open), tokens.end(tokens.index()));
    }
}
