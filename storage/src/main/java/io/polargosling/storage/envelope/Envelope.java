package io.polargosling.storage.envelope;

import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.Secrets;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals bytes with AES-256-GCM under a data key that lies with the secrets, and opens them again. Sealed bytes carry the
 * name of their key, so keys can be rotated without writing any row anew, and open only in the place they were sealed
 * for. Does no I/O until first used.
 *
 * <p>Sealed bytes are: 1 (the form), length of the key's name, the name, 12 bytes of nonce, the ciphertext with its tag.
 */
public final class Envelope {

    /** After this a rotation by another process is noticed. */
    static final Duration KEPT = Duration.ofMinutes(5);

    private static final byte FORM = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private record Read(DataKeys keys, Instant at) {}

    private final Secrets secrets;
    private final SecretUri uri;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Read last;

    private Envelope(Secrets secrets, SecretUri uri, InstantSource clock) {
        this.secrets = secrets;
        this.uri = uri;
        this.clock = clock;
    }

    /**
     * Seals with the data keys of a secret, which is made when there is none.
     *
     * @param uri of the secret: entries {@code ID:BASE64}, separated by blanks; the first seals, all open
     */
    public static Envelope of(Secrets secrets, SecretUri uri, InstantSource clock) {
        return new Envelope(secrets, uri, clock);
    }

    /**
     * Seals {@code plain}.
     *
     * @param place where the bytes will stand, such as {@code plan 7f…, inputs}; they open in no other
     */
    public byte[] seal(byte[] plain, String place) {
        DataKey key = keys(false).current();
        byte[] name = key.id().getBytes(StandardCharsets.US_ASCII);
        var nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, place).doFinal(plain);
            return ByteBuffer.allocate(2 + name.length + NONCE + sealed.length)
                    .put(FORM)
                    .put((byte) name.length)
                    .put(name)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new InternalException("sealing " + place + ": AES-GCM does not work here", e);
        }
    }

    /**
     * Opens what was sealed for {@code place}.
     *
     * @throws InternalException when the bytes were changed, belong elsewhere, or their key is gone
     */
    public byte[] open(byte[] sealed, String place) {
        try {
            var in = ByteBuffer.wrap(sealed);
            if (in.get() != FORM) {
                throw new InternalException("opening " + place + ": unknown form (expected: " + FORM + ")");
            }
            var name = new byte[in.get()];
            var nonce = new byte[NONCE];
            in.get(name).get(nonce);
            DataKey key = key(new String(name, StandardCharsets.US_ASCII), place);
            var text = new byte[in.remaining()];
            in.get(text);
            return cipher(Cipher.DECRYPT_MODE, key, nonce, place).doFinal(text);
        } catch (BufferUnderflowException | NegativeArraySizeException | GeneralSecurityException e) {
            throw new InternalException("opening " + place + ": the bytes are damaged or belong elsewhere", e);
        }
    }

    private static Cipher cipher(int mode, DataKey key, byte[] nonce, String place) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.forAes(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private DataKey key(String id, String place) {
        Optional<DataKey> known = keys(false).find(id);
        // One that another process has made since.
        return known.or(() -> keys(true).find(id))
                .orElseThrow(() -> new InternalException("opening " + place + ": its data key \"" + id
                        + "\" is not among the data keys (put it back behind the others)"));
    }

    private DataKeys keys(boolean fresh) {
        Read known = last;
        if (known != null && !fresh && !isOld(known)) {
            return known.keys();
        }
        reading.lock();
        try {
            Read since = last;
            if (since != null && !since.equals(known) && !isOld(since)) {
                return since.keys();
            }
            var secret = secrets.find(uri)
                    .orElseGet(() ->
                            secrets.createIfAbsent(uri, DataKeys.generate().text()));
            var read = new Read(DataKeys.parse(secret), clock.instant());
            last = read;
            return read.keys();
        } catch (InvalidException e) {
            throw new InternalException("reading the data keys: " + e.getMessage(), e);
        } finally {
            reading.unlock();
        }
    }

    private boolean isOld(Read read) {
        return Duration.between(read.at(), clock.instant()).abs().compareTo(KEPT) > 0;
    }
}
