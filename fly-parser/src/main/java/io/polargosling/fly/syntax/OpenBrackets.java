package io.polargosling.fly.syntax;

import java.util.Arrays;

/** The brackets, strings and templates that are open; a closing one closes whatever was left open inside of it. */
final class OpenBrackets {

    private TokenKind[] open = new TokenKind[16];
    private int size;
    /** How many of each kind are open: keeps a closing token without partner from searching the whole stack. */
    private final int[] counts = new int[TokenKind.values().length];

    void clear() {
        while (size > 0) {
            pop();
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean has(TokenKind opener) {
        return count(opener) > 0;
    }

    private int count(TokenKind opener) {
        return counts[opener.code()];
    }

    void accept(TokenKind kind) {
        switch (kind) {
            case OPEN_BRACE, OPEN_BRACKET, OPEN_PAREN, OPEN_QUOTE, OPEN_HEREDOC, OPEN_INTERPOLATION, OPEN_DIRECTIVE ->
                push(kind);
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

    private void push(TokenKind kind) {
        if (size == open.length) {
            open = Arrays.copyOf(open, size * 2);
        }
        open[size++] = kind;
        counts[kind.code()]++;
    }

    private TokenKind pop() {
        TokenKind closed = open[--size];
        counts[closed.code()]--;
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
        int outer = has(TokenKind.OPEN_HEREDOC) ? stringsOutsideHeredoc() : 0;
        while (count(TokenKind.OPEN_QUOTE) > outer) {
            pop();
        }
    }

    private int stringsOutsideHeredoc() {
        int inside = 0;
        for (int i = size - 1; i >= 0 && open[i] != TokenKind.OPEN_HEREDOC; i--) {
            inside += open[i] == TokenKind.OPEN_QUOTE ? 1 : 0;
        }
        return count(TokenKind.OPEN_QUOTE) - inside;
    }
}
