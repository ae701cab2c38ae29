package io.polargosling.fly.syntax;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/** The brackets, strings and templates that are open; a closing one closes whatever was left open inside of it. */
final class OpenBrackets {

    private final Deque<TokenKind> open = new ArrayDeque<>();
    /** How many of each kind are open: keeps a closing token without partner from searching the whole stack. */
    private final Map<TokenKind, Integer> counts = new EnumMap<>(TokenKind.class);

    boolean isEmpty() {
        return open.isEmpty();
    }

    boolean has(TokenKind opener) {
        return count(opener) > 0;
    }

    private int count(TokenKind opener) {
        return counts.getOrDefault(opener, 0);
    }

    void accept(TokenKind kind) {
        switch (kind) {
            case OPEN_BRACE, OPEN_BRACKET, OPEN_PAREN, OPEN_QUOTE, OPEN_HEREDOC, OPEN_INTERPOLATION, OPEN_DIRECTIVE -> {
                open.push(kind);
                counts.merge(kind, 1, Integer::sum);
            }
            case CLOSE_BRACE -> close(TokenKind.OPEN_BRACE);
            case CLOSE_BRACKET -> close(TokenKind.OPEN_BRACKET);
            case CLOSE_PAREN -> close(TokenKind.OPEN_PAREN);
            case CLOSE_QUOTE -> close(TokenKind.OPEN_QUOTE);
            case CLOSE_HEREDOC -> close(TokenKind.OPEN_HEREDOC);
            case CLOSE_TEMPLATE -> closeTemplate();
            case UNTERMINATED_STRING -> closeStrings();
            default -> {}
        }
    }

    private TokenKind pop() {
        TokenKind closed = open.pop();
        counts.merge(closed, -1, Integer::sum);
        return closed;
    }

    private void close(TokenKind opener) {
        if (has(opener)) {
            while (pop() != opener) {
                // what is popped was never closed
            }
        }
    }

    private void closeTemplate() {
        if (has(TokenKind.OPEN_INTERPOLATION) || has(TokenKind.OPEN_DIRECTIVE)) {
            TokenKind closed = pop();
            while (closed != TokenKind.OPEN_INTERPOLATION && closed != TokenKind.OPEN_DIRECTIVE) {
                closed = pop();
            }
        }
    }

    /** As the lexer does at a line break: every string begun since the last heredoc is over. */
    private void closeStrings() {
        boolean inHeredoc = has(TokenKind.OPEN_HEREDOC);
        int outer = inHeredoc ? stringsOutsideHeredoc() : 0;
        while (count(TokenKind.OPEN_QUOTE) > outer) {
            pop();
        }
    }

    private int stringsOutsideHeredoc() {
        int inside = 0;
        for (TokenKind kind : open) {
            if (kind == TokenKind.OPEN_HEREDOC) {
                break;
            }
            inside += kind == TokenKind.OPEN_QUOTE ? 1 : 0;
        }
        return count(TokenKind.OPEN_QUOTE) - inside;
    }
}
