package io.polargosling.fly.source;

/**
 * A stretch of a file; lines and columns are worked out when asked for, so that a range costs nothing to make.
 *
 * @param startOffset index of the first character in {@link SourceFile#text()}
 * @param endOffset index behind the last character; equal to the start for an empty range
 */
public record SourceRange(SourceFile file, int startOffset, int endOffset) implements Comparable<SourceRange> {

    private static final SourceRange NONE = new SourceRange(SourceFile.of("", ""), 0, 0);

    public SourceRange {
        if (startOffset < 0
                || endOffset < startOffset
                || endOffset > file.text().length()) {
            throw new IllegalArgumentException("range %d..%d of %s: expected 0 <= start <= end <= %d"
                    .formatted(startOffset, endOffset, file.name(), file.text().length()));
        }
    }

    /** The range of nodes that come from no file. */
    public static SourceRange none() {
        return NONE;
    }

    public SourcePosition start() {
        return file.position(startOffset);
    }

    public SourcePosition end() {
        return file.position(endOffset);
    }

    /** From the start of this range to the end of the other, which must lie in the same file and end later. */
    public SourceRange to(SourceRange other) {
        return new SourceRange(file, startOffset, Math.max(endOffset, other.endOffset));
    }

    /** The text of the range as it stands in the file; not for output, since it may hold a secret. */
    public String text() {
        return file.text().substring(startOffset, endOffset);
    }

    /** By place within one file. */
    @Override
    public int compareTo(SourceRange other) {
        int byStart = Integer.compare(startOffset, other.startOffset);
        return byStart != 0 ? byStart : Integer.compare(endOffset, other.endOffset);
    }

    /** {@code file:line:column} of the start; never the text. */
    @Override
    public String toString() {
        return file.name() + ":" + start();
    }
}
