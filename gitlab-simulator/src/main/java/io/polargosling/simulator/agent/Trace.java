package io.polargosling.simulator.agent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;

/** A job's log: masks secrets before a byte can leave, and remembers how much has been sent. Safe for two threads. */
final class Trace {

    private static final int LARGEST_PART = 1 << 20;

    private final List<String> secrets;
    private final int longestSecret;
    private final int limit;
    private final ByteArrayOutputStream masked = new ByteArrayOutputStream();
    // One char per byte, so that a secret is found wherever reads have cut it.
    private final StringBuilder unmasked = new StringBuilder();
    private boolean full;
    private int sent;

    /** @param limit the most bytes kept; more is dropped with a note */
    Trace(List<String> secrets, int limit) {
        this.secrets = secrets.stream()
                .map(secret -> new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        this.longestSecret =
                this.secrets.stream().mapToInt(String::length).max().orElse(1);
        this.limit = limit;
    }

    synchronized void append(byte[] bytes, int length) {
        unmasked.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
        mask(false);
    }

    synchronized void line(String text) {
        mask(true);
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        unmasked.append(new String(bytes, StandardCharsets.ISO_8859_1));
        mask(true);
    }

    /** Nothing more comes: what was held back may go. */
    synchronized void finish() {
        mask(true);
    }

    private void mask(boolean all) {
        String text = unmasked.toString();
        for (String secret : secrets) {
            text = text.replace(secret, "[MASKED]");
        }
        // The end may be the first half of a secret.
        int safe = all ? text.length() : Math.max(0, text.length() - longestSecret + 1);
        write(text.substring(0, safe).getBytes(StandardCharsets.ISO_8859_1));
        unmasked.setLength(0);
        unmasked.append(text, safe, text.length());
    }

    private void write(byte[] bytes) {
        int room = limit - masked.size();
        if (bytes.length <= room) {
            masked.writeBytes(bytes);
        } else if (!full) {
            full = true;
            masked.write(bytes, 0, Math.max(0, room));
            masked.writeBytes(
                    ("\nJob's log exceeded limit of " + limit + " bytes.\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    synchronized int sent() {
        return sent;
    }

    synchronized void sentUpTo(int offset) {
        sent = Math.clamp(offset, 0, masked.size());
    }

    /** The next bytes to send, empty when all is sent. */
    synchronized byte[] unsent() {
        byte[] all = masked.toByteArray();
        return Arrays.copyOfRange(all, sent, Math.min(all.length, sent + LARGEST_PART));
    }

    synchronized int size() {
        return masked.size();
    }

    synchronized String checksum() {
        CRC32 crc = new CRC32();
        crc.update(masked.toByteArray());
        return "crc32:%08x".formatted(crc.getValue());
    }
}
