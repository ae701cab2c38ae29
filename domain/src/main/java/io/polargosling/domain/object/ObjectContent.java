package io.polargosling.domain.object;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes to be stored, whose length and digest are known before. */
public interface ObjectContent {

    /** A new stream from the first byte; may be asked for again when a transfer is repeated. */
    InputStream open() throws IOException;

    /** In bytes. */
    long length();

    Sha256 digest();

    /** These bytes, which must not change afterwards. */
    static ObjectContent of(byte[] bytes) {
        return new Given(() -> new ByteArrayInputStream(bytes), bytes.length, Sha256.of(bytes));
    }

    /** The content of a file, which is read once for its digest now and once for each transfer. */
    static ObjectContent of(Path file) throws IOException {
        return new Given(() -> Files.newInputStream(file), Files.size(file), Sha256.of(file));
    }

    /** Something that can be opened more than once. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    /** What {@code source} gives, which a store holds against {@code length} and {@code digest}. */
    record Given(Source source, long length, Sha256 digest) implements ObjectContent {
        @Override
        public InputStream open() throws IOException {
            return source.open();
        }
    }
}
