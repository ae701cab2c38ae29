package io.polargosling.storage.jdbc.ydbdouble;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A value with its type.
 *
 * <p>Integers, datetimes (seconds) and timestamps (microseconds) are {@code Long}.
 *
 * @param type null when nothing but the absence of a value is known, as for a NULL literal
 * @param value null for NULL
 */
record Cell(@Nullable ColumnType type, @Nullable Object value) {

    static final Cell NULL = new Cell(null, null);

    static Cell of(ColumnType type, Object value) {
        return new Cell(type, value);
    }

    /** The order of two values of one type; NULL is below all others. */
    static int compare(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        return switch (left) {
            case Long number -> number.compareTo((Long) right);
            case Boolean flag -> flag.compareTo((Boolean) right);
            case Double number -> number.compareTo((Double) right);
            case String text -> Arrays.compareUnsigned(utf8(text), utf8((String) right));
            case ByteString bytes -> Arrays.compareUnsigned(bytes.toByteArray(), ((ByteString) right).toByteArray());
            default -> throw new IllegalStateException("comparing a " + left.getClass());
        };
    }

    /** The size in bytes that counts against the limits. */
    static long size(@Nullable Object value) {
        return switch (value) {
            case String text -> utf8(text).length;
            case ByteString bytes -> bytes.size();
            case null -> 0;
            default -> 8;
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
