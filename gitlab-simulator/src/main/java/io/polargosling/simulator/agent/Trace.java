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

    /** Lets go of all but an end that may be the first part of a secret. */
    private void mask(boolean all) {
        String text = unmasked.toString();
        StringBuilder safe = new StringBuilder();
        int at = 0;
        while (at < text.length() && (all || !beginsSecret(text, at))) {
            int length = secretAt(text, at);
            safe.append(length > 0 ? "[MASKED]" : text.substring(at, at + 1));
            at += Math.max(1, length);
        }
        write(safe.toString().getBytes(StandardCharsets.ISO_8859_1));
        unmasked.delete(0, at);
    }

    /** True when the rest of the text is the beginning of a secret but not the whole of it. */
    private boolean beginsSecret(String text, int at) {
        int left = text.length() - at;
        return secrets.stream().anyMatch(secret -> secret.length() > left && secret.startsWith(text.substring(at)));
    }

    /** The length of the longest secret at this place, or 0. */
    private int secretAt(String text, int at) {
        for (String secret : secrets) {
            if (text.startsWith(secret, at)) {
                return secret.length();
            }
        }
        return 0;
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
