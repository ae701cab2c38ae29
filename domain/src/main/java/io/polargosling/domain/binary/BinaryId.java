package io.polargosling.domain.binary;

import io.polargosling.domain.problem.InvalidException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The identity of a stored build: SHA-256 of its content's hash, version, source and platform, 64 hexadecimal digits. */
public record BinaryId(String value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    /** @throws InvalidException when the text is no such hash */
    public BinaryId {
        if (!FORM.matcher(value).matches()) {
            throw new InvalidException("binary id \"" + value + "\" (expected: 64 hexadecimal digits)");
        }
    }

    /** The id {@code text}. */
    public static BinaryId of(String text) {
        return new BinaryId(text);
    }

    /** The id of a build with these properties. */
    static BinaryId of(String sha256, String version, String source, String platform) {
        try {
            // None of the parts can hold a line break, so no two of them run together.
            var text = String.join("\n", sha256, version, source, platform);
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new BinaryId(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
