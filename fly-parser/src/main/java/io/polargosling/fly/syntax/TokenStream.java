package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceFile;
import io.polargosling.fly.source.SourceRange;
import java.util.List;

/**
 * Reads tokens forward. Inside brackets line breaks mean nothing; there {@link #skipNewlines} is set and the stream looks
 * through them.
 */
final class TokenStream {

    private final SourceFile file;
    private final List<Token> tokens;
    private final int[] visible;
    private int at;
    private boolean skipNewlines;

    TokenStream(SourceFile file, List<Token> tokens) {
        this.file = file;
        this.tokens = tokens;
        this.visible = visible(tokens);
    }

    /** For each index the first token at or behind it that is no line break: a run of line breaks is walked once only. */
    private static int[] visible(List<Token> tokens) {
        var next = new int[tokens.size()];
        for (int i = tokens.size() - 1; i >= 0; i--) {
            next[i] = tokens.get(i).kind() == TokenKind.NEWLINE ? next[i + 1] : i;
        }
        return next;
    }

    /** Sets whether line breaks are looked through; gives the former setting, to be put back. */
    boolean skipNewlines(boolean skip) {
        boolean former = skipNewlines;
        skipNewlines = skip;
        return former;
    }

    Token peek() {
        return tokens.get(index());
    }

    TokenKind kind() {
        return peek().kind();
    }

    boolean is(TokenKind kind) {
        return kind() == kind;
    }

    /** The token that follows {@link #peek}. */
    TokenKind kindAfter() {
        int next = Math.min(index() + 1, tokens.size() - 1);
        return tokens.get(skipNewlines ? visible[next] : next).kind();
    }

    /** Takes the token; the end of the file can be taken any number of times. */
    Token next() {
        int index = index();
        at = Math.min(index + 1, tokens.size() - 1);
        return tokens.get(index);
    }

    boolean take(TokenKind kind) {
        if (!is(kind)) {
            return false;
        }
        next();
        return true;
    }

    void dropNewlines() {
        at = visible[at];
    }

    /** The index of the token {@link #peek} shows. */
    int index() {
        return skipNewlines ? visible[at] : at;
    }

    void moveTo(int index) {
        at = index;
    }

    Token get(int index) {
        return tokens.get(index);
    }

    /** The last token taken, or the first of all. */
    Token previous() {
        return tokens.get(Math.max(0, at - 1));
    }

    SourceFile file() {
        return file;
    }

    String text(Token token) {
        return file.text().substring(token.start(), token.end());
    }

    SourceRange range(Token token) {
        return file.range(token.start(), token.end());
    }

    /** From a token to the last one taken. */
    SourceRange since(Token first) {
        return file.range(first.start(), Math.max(first.end(), previous().end()));
    }
}
