package io.polargosling.domain.object;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * A stream whose last piece is handed over only when the whole has the digest it should have; else reading ends in a
 * {@link MismatchException}. So whoever copies it to an end has copied the right bytes, at the price of two buffers.
 */
public final class VerifiedStream extends InputStream {

    private static final int PIECE = 64 * 1024;

    private final InputStream in;
    private final Sha256 expected;
    private final long expectedLength;
    private final MessageDigest digest = Sha256.digest();
    private byte[] current = new byte[PIECE];
    private byte[] ahead = new byte[PIECE];
    private int position;
    private int length;
    private int aheadLength;
    private long total;
    private boolean started;
    private boolean ended;

    private VerifiedStream(InputStream in, Sha256 expected, long expectedLength) {
        this.in = in;
        this.expected = expected;
        this.expectedLength = expectedLength;
    }

    /** Of any length; closes {@code in} when it is closed. */
    public static InputStream of(InputStream in, Sha256 expected) {
        return new VerifiedStream(in, expected, -1);
    }

    /** The content, opened, which must have its length too. */
    public static InputStream of(ObjectContent content) throws IOException {
        return new VerifiedStream(content.open(), content.digest(), content.length());
    }

    /** The content is not what was promised; the message tells what it is and what was expected. */
    public static final class MismatchException extends IOException {
        private static final long serialVersionUID = 1;

        MismatchException(String message) {
            super(message);
        }
    }

    @Override
    public int read() throws IOException {
        return fill() ? current[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int given = Math.min(count, length - position);
        System.arraycopy(current, position, target, offset, given);
        position += given;
        return given;
    }

    private boolean fill() throws IOException {
        if (!started) {
            started = true;
            readAhead();
        }
        if (position == length) {
            byte[] spent = current;
            current = ahead;
            ahead = spent;
            length = aheadLength;
            position = 0;
            aheadLength = 0;
            if (!ended) {
                readAhead();
            }
        }
        return position < length;
    }

    private void readAhead() throws IOException {
        aheadLength = in.readNBytes(ahead, 0, PIECE);
        digest.update(ahead, 0, aheadLength);
        total += aheadLength;
        ended = aheadLength < PIECE;
        if (expectedLength >= 0 && (ended ? total != expectedLength : total > expectedLength)) {
            throw new MismatchException("the content has " + total + (ended ? "" : " or more") + " bytes (expected: "
                    + expectedLength + ")");
        }
        if (ended) {
            var found = Sha256.from(digest.digest());
            if (!found.equals(expected)) {
                throw new MismatchException("the content has SHA-256 " + found + " (expected: " + expected + ")");
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
