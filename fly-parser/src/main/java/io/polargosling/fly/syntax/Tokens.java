package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceFile;
import java.util.Arrays;

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

    /** One token for so many characters, about; spares most files the growing. */
    private static final int CHARACTERS_PER_TOKEN = 4;

    private final SourceFile file;
    private byte[] kinds;
    private int[] starts;
    private int[] ends;
    private int size;

    /** Empty, to be filled by the {@link Lexer}. */
    Tokens(SourceFile file) {
        this.file = file;
        int expected = file.text().length() / CHARACTERS_PER_TOKEN + 16;
        this.kinds = new byte[expected];
        this.starts = new int[expected];
        this.ends = new int[expected];
    }

    /** Cuts the text of a file; never fails. */
    public static Tokens of(SourceFile file) {
        return Lexer.tokens(file, true);
    }

    void add(TokenKind kind, int start, int end) {
        if (size == kinds.length) {
            grow();
        }
        kinds[size] = kind.code();
        starts[size] = start;
        ends[size++] = end;
    }

    private void grow() {
        int larger = size * 2;
        kinds = Arrays.copyOf(kinds, larger);
        starts = Arrays.copyOf(starts, larger);
        ends = Arrays.copyOf(ends, larger);
    }

    public SourceFile file() {
        return file;
    }

    /** At least 1. */
    public int size() {
        return size;
    }

    public TokenKind kind(int index) {
        return TokenKind.of(kinds[index]);
    }

    boolean is(int index, TokenKind kind) {
        return kinds[index] == kind.code();
    }

    /** Offset of the first character. */
    public int start(int index) {
        return starts[index];
    }

    /** Offset behind the last character. */
    public int end(int index) {
        return ends[index];
    }

    /** What the token says, as written. */
    public String text(int index) {
        return file.text().substring(starts[index], ends[index]);
    }
}
