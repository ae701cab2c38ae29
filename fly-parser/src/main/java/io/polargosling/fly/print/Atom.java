package io.polargosling.fly.print;

import io.polargosling.fly.syntax.TokenKind;

/**
 * What the formatter moves but never changes: a token, or a whole string or heredoc from its opening to its end.
 *
 * @param kind of the first token
 * @param text without trailing blanks
 * @param blankBefore whether something stood between it and the atom before
 */
record Atom(TokenKind kind, String text, boolean blankBefore) {

    boolean isComment() {
        return kind == TokenKind.COMMENT;
    }

    boolean isOpening() {
        return switch (kind) {
            case OPEN_BRACE, OPEN_BRACKET, OPEN_PAREN -> true;
            default -> false;
        };
    }

    boolean isClosing() {
        return switch (kind) {
            case CLOSE_BRACE, CLOSE_BRACKET, CLOSE_PAREN -> true;
            default -> false;
        };
    }

    boolean isWord(String word) {
        return kind == TokenKind.IDENTIFIER && text.equals(word);
    }

    boolean hasLineBreak() {
        return text.indexOf('\n') >= 0;
    }
}
