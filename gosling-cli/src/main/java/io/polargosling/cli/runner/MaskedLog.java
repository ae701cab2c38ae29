package io.polargosling.cli.runner;

import io.polargosling.cli.print.Masking;
import io.polargosling.domain.secret.SecretValue;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The agent's output as a file, without the secrets this process knows; one former file is kept. */
final class MaskedLog implements AutoCloseable {

    private static final long LARGEST = 10L << 20;
    private static final int TAIL = 200;
    private static final int LONGEST_SHOWN = 300;

    private final Path file;
    private final Masking masking;
    private final Deque<String> tail = new ArrayDeque<>();
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
        if (tail.size() == TAIL) {
            tail.removeFirst();
        }
        tail.addLast(masked.length() > LONGEST_SHOWN ? masked.substring(0, LONGEST_SHOWN) : masked);
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

    /** The last lines, oldest first. */
    synchronized List<String> tail() {
        return List.copyOf(tail);
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }

    private BufferedWriter open() throws IOException {
        return Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
