package io.polargosling.fly.source;

/**
 * Something wrong with a file below the level of tokens.
 *
 * @param startOffset where in {@link SourceFile#text()} the substitute for the bad part stands
 * @param endOffset behind the substitute
 */
public record SourceDefect(Kind kind, int startOffset, int endOffset) {

    /** What is wrong. */
    public enum Kind {
        INVALID_UTF8,
        NUL,
        TOO_LARGE
    }
}
