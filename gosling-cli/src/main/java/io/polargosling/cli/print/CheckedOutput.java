package io.polargosling.cli.print;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An output of the process as UTF-8, whatever the locale says. Writing to it never throws; what went wrong is asked for at
 * the end, since a reader that has gone ({@code | head}) is no error of the command.
 */
public final class CheckedOutput extends OutputStream {

    private final OutputStream to;
    private @Nullable IOException failure;

    private CheckedOutput(OutputStream to) {
        this.to = to;
    }

    /** Buffers up to each finished line. */
    public static CheckedOutput of(OutputStream to) {
        return new CheckedOutput(new BufferedOutputStream(to, 1 << 16));
    }

    /** A writer that passes on each line it has got whole. */
    public PrintWriter writer() {
        return new PrintWriter(new OutputStreamWriter(this, StandardCharsets.UTF_8), true);
    }

    /** Why not all could be written; empty when it could, or when nobody reads it any more. */
    public Optional<IOException> failure() {
        return isCut() ? Optional.empty() : Optional.ofNullable(failure);
    }

    /** Whether the reader has gone before all was written. */
    public boolean isCut() {
        return failure != null && String.valueOf(failure.getMessage()).contains("Broken pipe");
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            to.write(bytes, from, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            to.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private IOException failed(IOException e) {
        if (failure == null) {
            failure = e;
        }
        return e;
    }
}
