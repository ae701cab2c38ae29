package io.polargosling.gitlab;

import io.polargosling.domain.secret.SecretValue;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells whether a delivery was sent by whoever knows a target's secret.
 *
 * <p>A secret that starts with {@code whsec_} is a signing key and accepts a valid signature only, one not older or
 * newer than five minutes. For any other secret a signature that is present must be valid too, and without one the
 * token must equal the secret. Every comparison takes the same time whatever it finds.
 */
public final class WebhookVerifier {

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final String SIGNING_KEY = "whsec_";
    private static final String VERSION = "v1,";
    private static final int MAX_SIGNATURES = 20;

    // Of the length of a usual secret; what it is compared with does not count.
    private static final SecretValue DUMMY = SecretValue.of("0".repeat(40));

    private final InstantSource clock;

    private WebhookVerifier(InstantSource clock) {
        this.clock = clock;
    }

    /** A verifier that judges the age of a delivery by {@code clock}. */
    public static WebhookVerifier of(InstantSource clock) {
        return new WebhookVerifier(clock);
    }

    /**
     * The headers that vouch for a delivery, as received.
     *
     * @param token {@code X-Gitlab-Token}
     * @param id {@code webhook-id}
     * @param timestamp {@code webhook-timestamp}, in seconds since 1970
     * @param signature {@code webhook-signature}: entries {@code v1,BASE64} with blanks in between
     */
    public record Credentials(
            Optional<String> token, Optional<String> id, Optional<String> timestamp, Optional<String> signature) {

        /** Names neither the token nor the signature. */
        @Override
        public String toString() {
            return "Credentials[token=" + (token.isPresent() ? SecretValue.MASK : "none") + ", id=" + id
                    + ", timestamp=" + timestamp + ", signature="
                    + (signature.isPresent() ? SecretValue.MASK : "none") + "]";
        }
    }

    /**
     * True when the delivery of {@code body}, byte for byte as received, was sent with {@code secret}.
     *
     * @param secret of the target; empty when there is no target, which takes the same work and is never accepted
     */
    public boolean accepts(Optional<SecretValue> secret, Credentials credentials, byte[] body) {
        return accepts(secret, credentials, RawBody.of(body));
    }

    /**
     * As {@link #accepts(Optional, Credentials, byte[])}, of a body that need not lie in memory.
     *
     * @throws UncheckedIOException when the body cannot be read
     */
    public boolean accepts(Optional<SecretValue> secret, Credentials credentials, RawBody body) {
        boolean matches = matches(secret.orElse(DUMMY), credentials, body);
        return matches && secret.isPresent();
    }

    private boolean matches(SecretValue secret, Credentials credentials, RawBody body) {
        if (secret.reveal().startsWith(SIGNING_KEY) || credentials.signature().isPresent()) {
            return signatureValid(secret, credentials, body);
        }
        return secret.matches(credentials.token().orElse("")) && !secret.matches("");
    }

    private boolean signatureValid(SecretValue secret, Credentials credentials, RawBody body) {
        String id = credentials.id().orElse("");
        String timestamp = credentials.timestamp().orElse("");
        String[] entries = credentials.signature().orElse("").split(" ", MAX_SIGNATURES + 1);
        byte[] expected = (VERSION + sign(secret, id + "." + timestamp + ".", body)).getBytes(StandardCharsets.UTF_8);
        boolean equal = false;
        for (int i = 0; i < Math.min(entries.length, MAX_SIGNATURES); i++) {
            equal |= MessageDigest.isEqual(expected, entries[i].getBytes(StandardCharsets.UTF_8));
        }
        return equal && !id.isEmpty() && isFresh(timestamp) && isSigningKey(secret);
    }

    private boolean isFresh(String timestamp) {
        if (!timestamp.matches("[0-9]{1,11}")) {
            return false;
        }
        var sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
        return Duration.between(sent, clock.instant()).abs().compareTo(WINDOW) <= 0;
    }

    private static boolean isSigningKey(SecretValue secret) {
        return secret.reveal().startsWith(SIGNING_KEY) && key(secret).length > 0;
    }

    private static String sign(SecretValue secret, String prefix, RawBody body) {
        byte[] key = key(secret);
        try {
            var mac = Mac.getInstance("HmacSHA256");
            // An empty key is none for the JDK; the result of any other is thrown away by isSigningKey.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
            mac.update(prefix.getBytes(StandardCharsets.UTF_8));
            try (var bytes = body.open()) {
                bytes.transferTo(new IntoMac(mac));
            }
            return Base64.getEncoder().encodeToString(mac.doFinal());
        } catch (IOException e) {
            throw new UncheckedIOException("reading a delivery: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HmacSHA256", e);
        }
    }

    private static byte[] key(SecretValue secret) {
        String text = secret.reveal();
        try {
            return Base64.getDecoder().decode(text.startsWith(SIGNING_KEY) ? text.substring(SIGNING_KEY.length()) : "");
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** Takes the bytes of a body without keeping them. */
    private static final class IntoMac extends OutputStream {

        private final Mac mac;

        IntoMac(Mac mac) {
            this.mac = mac;
        }

        @Override
        public void write(int b) {
            mac.update((byte) b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            mac.update(bytes, offset, length);
        }
    }
}
