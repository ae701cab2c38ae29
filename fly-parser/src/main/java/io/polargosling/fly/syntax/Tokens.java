package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceFile;
import java.util.List;

/**
 * The tokens of a file with its comments and every line break, in source order, for tools that keep what the tree drops.
 *
 * <p>Index 0 to {@code size() - 1}; the last is {@link TokenKind#END_OF_FILE}, empty, at the end of the text. Offsets count
 * into {@link SourceFile#text()} and never go back. Between two tokens stand blanks and tabs only. Strings and heredocs come
 * in pieces, the code inside of their templates as tokens of its own:
 *
 * <ul>
 *   <li>{@code "a ${b}"} is OPEN_QUOTE, QUOTED_TEXT, OPEN_INTERPOLATION, IDENTIFIER, CLOSE_TEMPLATE, CLOSE_QUOTE;
 *   <li>OPEN_HEREDOC reaches from {@code <<} to behind the line break of its line; HEREDOC_TEXT follows, one token or
 *       several, line breaks included; CLOSE_HEREDOC is the line of the closing marker with the blanks before it, and its
 *       line break is a NEWLINE again;
 *   <li>COMMENT may hold line breaks when it is a {@code /*} comment; that of a line ends before the line break;
 *   <li>a NEWLINE is one line break wherever code stands, inside brackets too.
 * </ul>
 *
 * A text that {@link Parser} takes without error has no token of the kinds INVALID and UNTERMINATED.
 */
public final class Tokens {

    private final SourceFile file;
    private final List<Token> tokens;

    private Tokens(SourceFile file, List<Token> tokens) {
        this.file = file;
        this.tokens = tokens;
    }

    /** Cuts the text of a file; never fails. */
    public static Tokens of(SourceFile file) {
        return new Tokens(file, Lexer.tokens(file.text(), true));
    }

    public SourceFile file() {
        return file;
    }

    /** At least 1. */
    public int size() {
        return tokens.size();
    }

    public TokenKind kind(int index) {
        return tokens.get(index).kind();
    }

    /** Offset of the first character. */
    public int start(int index) {
        return tokens.get(index).start();
    }

    /** Offset behind the last character. */
    public int end(int index) {
        return tokens.get(index).end();
    }

    /** What the token says, as written. */
    public String text(int index) {
        return file.text().substring(start(index), end(index));
    }
}
