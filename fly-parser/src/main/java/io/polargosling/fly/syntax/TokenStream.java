package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceFile;
import io.polargosling.fly.source.SourceRange;

/**
 * Reads tokens forward; a token is its index. Inside brackets line breaks mean nothing; there {@link #skipNewlines} is set
 * and the stream steps over them.
 */
final class TokenStream {

    private final SourceFile file;
    private final String text;
    private final Tokens tokens;
    private int at;
    private int previousEnd;
    private boolean skipNewlines;

    TokenStream(Tokens tokens) {
        this.file = tokens.file();
        this.text = file.text();
        this.tokens = tokens;
    }

    /**
     * Sets whether line breaks are stepped over; gives the former setting, to be put back. Call it with the bracket just
     * taken: what has been stepped over does not come back.
     */
    boolean skipNewlines(boolean skip) {
        boolean former = skipNewlines;
        skipNewlines = skip;
        return former;
    }

    boolean skipsNewlines() {
        return skipNewlines;
    }

    /** The index of the token at hand. */
    int index() {
        if (skipNewlines && tokens.is(at, TokenKind.NEWLINE)) {
            at++;
        }
        return at;
    }

    TokenKind kind() {
        return tokens.kind(index());
    }

    boolean is(TokenKind kind) {
        return tokens.is(index(), kind);
    }

    boolean isWord(String word) {
        int token = index();
        return tokens.is(token, TokenKind.IDENTIFIER) && says(token, word);
    }

    /** Whether that word is the token at hand, a line break before it or not. */
    boolean isWordOnAnyLine(String word) {
        int token = tokens.is(at, TokenKind.NEWLINE) ? at + 1 : at;
        return tokens.is(token, TokenKind.IDENTIFIER) && says(token, word);
    }

    private boolean says(int token, String word) {
        return tokens.end(token) - tokens.start(token) == word.length() && text.startsWith(word, tokens.start(token));
    }

    /** The token that follows the one at hand. */
    TokenKind kindAfter() {
        int next = index();
        if (tokens.is(next, TokenKind.END_OF_FILE)) {
            return TokenKind.END_OF_FILE;
        }
        next++;
        return tokens.kind(skipNewlines && tokens.is(next, TokenKind.NEWLINE) ? next + 1 : next);
    }

    /** Takes the token; the end of the file can be taken any number of times. */
    int next() {
        int token = index();
        if (!tokens.is(token, TokenKind.END_OF_FILE)) {
            at = token + 1;
        }
        previousEnd = tokens.end(token);
        return token;
    }

    boolean take(TokenKind kind) {
        if (!is(kind)) {
            return false;
        }
        next();
        return true;
    }

    void dropNewlines() {
        if (tokens.is(at, TokenKind.NEWLINE)) {
            at++;
        }
    }

    void moveTo(int token) {
        at = token;
    }

    TokenKind kind(int token) {
        return tokens.kind(token);
    }

    int start(int token) {
        return tokens.start(token);
    }

    int end(int token) {
        return tokens.end(token);
    }

    SourceFile file() {
        return file;
    }

    /** The whole text of the file. */
    String text() {
        return text;
    }

    String text(int token) {
        return text.substring(tokens.start(token), tokens.end(token));
    }

    /** As {@link #text(int)}, for what is likely to be said again. */
    String name(int token) {
        return Names.of(text, tokens.start(token), tokens.end(token));
    }

    SourceRange range(int token) {
        return file.range(tokens.start(token), tokens.end(token));
    }

    /** The token at hand. */
    SourceRange range() {
        return range(index());
    }

    /** From a token to the last one taken. */
    SourceRange since(int first) {
        return file.range(tokens.start(first), Math.max(tokens.end(first), previousEnd));
    }
}
