package io.polargosling.domain.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** A secret; prints as a mask, compares only in constant time, and is not serialisable. */
public final class SecretValue {

    /** What stands where a secret would. */
    public static final String MASK = "***MASKED***";

    private final byte[] bytes;

    private SecretValue(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The secret {@code text}. */
    public static SecretValue of(String text) {
        return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The secret itself, for the one call that needs it. */
    public String reveal() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** True when {@code candidate} is the secret; takes the same time whatever it is. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(bytes, candidate.getBytes(StandardCharsets.UTF_8));
    }

    /** Constant-time equality. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SecretValue that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The mask. */
    @Override
    public String toString() {
        return MASK;
    }
}
