package io.polargosling.secrets;

import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts a whole file with AES-256-GCM under a key derived from a passphrase. Not for several threads at once.
 *
 * <pre>
 * "GOSLKEYS" | version 1 (1 byte) | iterations (4) | salt (16) | nonce (12) | ciphertext with its tag
 * \________________ authenticated, not encrypted _______________________/
 * </pre>
 */
final class KeystoreCipher {

    /** Of PBKDF2 over a passphrase that a person chose; what a new file gets. */
    static final int ITERATIONS = 600_000;

    /** As above over 32 random bytes, which nobody can guess however quickly: stretching it adds nothing. */
    static final int ITERATIONS_OF_RANDOM_KEY = 1_000;

    // A damaged header must not keep us busy for minutes.
    private static final int MAX_ITERATIONS = 5_000_000;
    private static final byte[] MAGIC = "GOSLKEYS".getBytes(StandardCharsets.US_ASCII);
    private static final byte VERSION = 1;
    private static final int SALT = 16;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int HEADER = MAGIC.length + 1 + Integer.BYTES + SALT + NONCE;

    private final SecretValue passphrase;
    private final int iterations;
    private final SecureRandom random = new SecureRandom();
    private @Nullable DerivedKey derived;

    KeystoreCipher(SecretValue passphrase, int iterations) {
        this.passphrase = passphrase;
        this.iterations = iterations;
    }

    /** A key and what it was derived with; kept, since deriving is slow on purpose. */
    private static final class DerivedKey {
        private final byte[] salt;
        private final int iterations;
        private final SecretKey key;

        DerivedKey(byte[] salt, int iterations, SecretKey key) {
            this.salt = salt;
            this.iterations = iterations;
            this.key = key;
        }

        boolean isOf(byte[] otherSalt, int otherIterations) {
            return iterations == otherIterations && Arrays.equals(salt, otherSalt);
        }
    }

    /** {@code plain} encrypted, under a nonce of its own. */
    byte[] seal(byte[] plain) {
        try {
            var known = derived;
            if (known == null) {
                known = derive(randomBytes(SALT), iterations);
                derived = known;
            }
            byte[] nonce = randomBytes(NONCE);
            byte[] header = ByteBuffer.allocate(HEADER)
                    .put(MAGIC)
                    .put(VERSION)
                    .putInt(known.iterations)
                    .put(known.salt)
                    .put(nonce)
                    .array();
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, known.key, nonce, header).doFinal(plain);
            return ByteBuffer.allocate(HEADER + sealed.length)
                    .put(header)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new InternalException("encrypting the keystore: the JDK refused it", e);
        }
    }

    /**
     * What {@link #seal} was given.
     *
     * @throws UnavailableException when the bytes are not what was written, or were written with another passphrase
     */
    byte[] open(byte[] file) {
        if (file.length < HEADER + TAG || !Arrays.equals(MAGIC, Arrays.copyOf(file, MAGIC.length))) {
            throw damaged("the file is none of ours or cut short", null);
        }
        var header = ByteBuffer.wrap(file, MAGIC.length, HEADER - MAGIC.length);
        byte version = header.get();
        if (version != VERSION) {
            throw damaged("its version is " + version + " (expected: " + VERSION + ")", null);
        }
        int count = header.getInt();
        if (count < 1 || count > MAX_ITERATIONS) {
            throw damaged("it asks for " + count + " iterations (expected: 1 to " + MAX_ITERATIONS + ")", null);
        }
        var salt = new byte[SALT];
        var nonce = new byte[NONCE];
        header.get(salt).get(nonce);
        try {
            var known = derived;
            var key = known != null && known.isOf(salt, count) ? known : derive(salt, count);
            byte[] plain = cipher(Cipher.DECRYPT_MODE, key.key, nonce, Arrays.copyOf(file, HEADER))
                    .doFinal(file, HEADER, file.length - HEADER);
            derived = key;
            return plain;
        } catch (AEADBadTagException e) {
            throw damaged("wrong key, or the file was changed by others", e);
        } catch (GeneralSecurityException e) {
            throw new InternalException("decrypting the keystore: the JDK refused it", e);
        }
    }

    private static UnavailableException damaged(String what, @Nullable Exception cause) {
        return new UnavailableException(
                "opening the keystore: " + what
                        + "; set the GOSLING_KEYSTORE_PASSPHRASE it was written with (unset it if there was none), or"
                        + " restore keystore and keystore.key of the data folder from a backup",
                cause);
    }

    private DerivedKey derive(byte[] salt, int count) throws GeneralSecurityException {
        var spec = new PBEKeySpec(passphrase.reveal().toCharArray(), salt, count, 256);
        try {
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            return new DerivedKey(salt, count, new SecretKeySpec(key, "AES"));
        } finally {
            spec.clearPassword();
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] header) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
        cipher.updateAAD(header);
        return cipher;
    }

    private byte[] randomBytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
