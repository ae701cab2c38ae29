package io.polargosling.domain.object;

import io.polargosling.domain.problem.InvalidException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A SHA-256: 64 hexadecimal digits, in lower case. */
public record Sha256(String value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public Sha256 {
        if (!FORM.matcher(value).matches()) {
            throw new InvalidException("reading a SHA-256: \"" + value.substring(0, Math.min(80, value.length()))
                    + "\" is none (expected: 64 hexadecimal digits in lower case)");
        }
    }

    /** That of {@code bytes}. */
    public static Sha256 of(byte[] bytes) {
        return from(digest().digest(bytes));
    }

    /** That of a file's content, read in pieces. */
    public static Sha256 of(Path file) throws IOException {
        var digest = digest();
        try (InputStream in = Files.newInputStream(file)) {
            var buffer = new byte[64 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return from(digest.digest());
    }

    static Sha256 from(byte[] digest) {
        return new Sha256(HexFormat.of().formatHex(digest));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The digits. */
    @Override
    public String toString() {
        return value;
    }
}
