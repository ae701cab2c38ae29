package io.polargosling.domain.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** The SHA-256 of a token of 256 random bits, which is all that rows keep of it: 64 hexadecimal digits. */
public record TokenHash(String value) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** The hash of {@code token}. */
    public static TokenHash of(String token) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return new TokenHash(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A new token of 256 random bits, in a form that is safe in headers and files. */
    public static String newToken() {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** True when {@code token} is the one hashed here; constant time. */
    public boolean matches(String token) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.US_ASCII), of(token).value().getBytes(StandardCharsets.US_ASCII));
    }
}
