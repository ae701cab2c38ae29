package io.polargosling.api.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Bytes in a file without a name: nobody else can open it, and it is gone with this process. */
final class LargeBody implements AutoCloseable {

    private final FileChannel channel;

    private LargeBody(FileChannel channel) {
        this.channel = channel;
    }

    static LargeBody in(Path folder) throws IOException {
        Files.createDirectories(folder);
        var file = Files.createTempFile(
                folder,
                "webhook-",
                ".body",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            return new LargeBody(FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } finally {
            Files.delete(file);
        }
    }

    void add(byte[] bytes, int length) throws IOException {
        var rest = ByteBuffer.wrap(bytes, 0, length);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    /** The bytes from the first one on. */
    InputStream open() {
        return new InputStream() {
            private long position;

            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                int n = channel.read(ByteBuffer.wrap(buffer, offset, length), position);
                position += Math.max(0, n);
                return n;
            }
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
