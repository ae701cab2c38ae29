package io.polargosling.cli.runner;

import io.polargosling.cli.print.Masking;
import io.polargosling.domain.secret.SecretValue;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The agent's output as a file, without the secrets this process knows; one former file is kept. */
final class MaskedLog implements AutoCloseable {

    private static final long LARGEST = 10L << 20;

    private final Path file;
    private final Masking masking;
    private BufferedWriter out;
    private long size;

    MaskedLog(Path file, List<SecretValue> secrets) throws IOException {
        this.file = file;
        this.masking = Masking.of(secrets);
        out = open();
        size = Files.size(file);
    }

    /** {@code line} without secrets. */
    String mask(String line) {
        return masking.mask(line);
    }

    /** Appends {@code line}, masked, at once. */
    synchronized void append(String line) throws IOException {
        String masked = mask(line);
        if (size > LARGEST) {
            out.close();
            Files.move(file, Path.of(file + ".1"), StandardCopyOption.REPLACE_EXISTING);
            out = open();
            size = 0;
        }
        out.write(masked);
        out.newLine();
        out.flush();
        size += masked.length() + 1;
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }

    private BufferedWriter open() throws IOException {
        return Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
