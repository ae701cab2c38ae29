package io.polargosling.clouds;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The signed statement that a service account's authorised key is exchanged by for a token. */
final class ServiceAccountJwt {

    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private ServiceAccountJwt() {}

    /**
     * One that holds for a few minutes.
     *
     * @throws InvalidException when {@code key} is no authorised key; nothing of it is in the message
     */
    static SecretValue of(SecretValue key, URI iam, Instant now) {
        var parts = parts(key);
        var header = Map.of("typ", "JWT", "alg", "PS256", "kid", required(parts, "id"));
        var claims = Map.of(
                "iss", required(parts, "service_account_id"),
                "aud", iam.resolve("/iam/v1/tokens").toString(),
                "iat", now.getEpochSecond(),
                "exp", now.plus(LIFE).getEpochSecond());
        var text = base64(header) + "." + base64(claims);
        return SecretValue.of(text + "." + BASE64.encodeToString(signed(text, privateKey(parts))));
    }

    private static JsonNode parts(SecretValue key) {
        try {
            return Web.JSON.readTree(key.reveal());
        } catch (JacksonException _) {
            throw broken("JSON with id, service_account_id and private_key");
        }
    }

    private static String required(JsonNode parts, String name) {
        var value = parts.path(name).asString("");
        if (value.isEmpty()) {
            throw broken("a field " + name);
        }
        return value;
    }

    /** Yandex writes a line of explanation before the key. */
    private static PrivateKey privateKey(JsonNode parts) {
        var pem = PEM.matcher(required(parts, "private_key"));
        if (!pem.find()) {
            throw broken("private_key in PEM");
        }
        try {
            var bytes = Base64.getMimeDecoder().decode(pem.group(1));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            throw broken("private_key of RSA");
        }
    }

    private static byte[] signed(String text, PrivateKey key) {
        try {
            var signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException _) {
            throw broken("private_key of RSA, 2048 bits or more");
        }
    }

    private static String base64(Map<String, ?> json) {
        return BASE64.encodeToString(Web.JSON.writeValueAsBytes(json));
    }

    private static InvalidException broken(String expected) {
        return new InvalidException("reading the key of a service account: it is something else (expected: " + expected
                + "; make one with yc iam key create)");
    }
}
