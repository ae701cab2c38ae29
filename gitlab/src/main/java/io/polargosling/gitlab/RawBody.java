package io.polargosling.gitlab;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a delivery as received; they may be read again and again. */
@FunctionalInterface
public interface RawBody {

    /** The bytes from the first one on; to be closed. */
    InputStream open() throws IOException;

    /** Bytes in memory; not copied. */
    static RawBody of(byte[] bytes) {
        return of(bytes, bytes.length);
    }

    /** The first {@code count} bytes; not copied. */
    static RawBody of(byte[] bytes, int count) {
        return () -> new ByteArrayInputStream(bytes, 0, count);
    }
}
