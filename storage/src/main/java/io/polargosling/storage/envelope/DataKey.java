package io.polargosling.storage.envelope;

import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** An AES key of 256 bits with the name by which sealed bytes call it; prints its name only. */
final class DataKey {

    static final int BYTES = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String id;
    private final byte[] bytes;

    DataKey(String id, byte[] bytes) {
        this.id = id;
        this.bytes = bytes;
    }

    static DataKey generate() {
        var id = new byte[4];
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(id);
        RANDOM.nextBytes(bytes);
        return new DataKey(HexFormat.of().formatHex(id), bytes);
    }

    String id() {
        return id;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    SecretKey forAes() {
        return new SecretKeySpec(bytes, "AES");
    }

    @Override
    public String toString() {
        return "data key " + id;
    }
}
