package io.polargosling.simulator.server;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signature of a webhook as the Standard Webhooks specification has it. */
final class Signature {

    static final String TOKEN_PREFIX = "whsec_";
    private static final int KEY_BYTES = 32;

    private Signature() {}

    /** True for {@code whsec_} and 32 bytes in base64. */
    static boolean validToken(String token) {
        try {
            return token.startsWith(TOKEN_PREFIX) && key(token).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** {@code v1,} and the base64 HMAC-SHA256 of id, timestamp and raw body. */
    static String of(String token, String webhookId, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(token), "HmacSHA256"));
            mac.update((webhookId + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing webhook " + webhookId, e);
        }
    }

    private static byte[] key(String token) {
        return Base64.getDecoder().decode(token.substring(TOKEN_PREFIX.length()));
    }
}
