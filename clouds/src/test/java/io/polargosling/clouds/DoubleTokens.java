package io.polargosling.clouds;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The token service and the metadata service of {@link YandexDouble}: gives tokens, and knows them again. */
final class DoubleTokens {

    static final Duration LIFE = Duration.ofHours(12);
    private static final String METADATA = "/computeMetadata/v1/instance/service-accounts/default/token";
    private static final String EXCHANGE = "/iam/v1/tokens";
    private static final String KEY_ID = "ajekey";
    private static final String ACCOUNT = "ajeaccount";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final InstantSource clock;
    private final URI address;

    private final Map<String, Instant> ends = new HashMap<>();
    private int given;

    /** Made once and only when asked for: it takes a second. */
    private static final class Keys {
        static final KeyPair PAIR = newKeys();
    }

    DoubleTokens(InstantSource clock, URI address) {
        this.clock = clock;
        this.address = address;
    }

    static boolean isAsked(String path) {
        return path.equals(METADATA) || path.equals(EXCHANGE);
    }

    /** The authorised key of the account, as {@code yc iam key create} writes it. */
    String keyFile() {
        var pem = Base64.getMimeEncoder().encodeToString(Keys.PAIR.getPrivate().getEncoded());
        return JSON.writeValueAsString(Map.of(
                "id",
                KEY_ID,
                "service_account_id",
                ACCOUNT,
                "key_algorithm",
                "RSA_2048",
                "private_key",
                "PLEASE DO NOT REMOVE THIS LINE! Yandex.Cloud SA Key ID <" + KEY_ID + ">\n-----BEGIN PRIVATE KEY-----\n"
                        + pem + "\n-----END PRIVATE KEY-----\n"));
    }

    /** A token from elsewhere. */
    synchronized String give() {
        var token = "t1.secret-token-" + ++given;
        ends.put(token, clock.instant().plus(LIFE));
        return token;
    }

    /** No token given so far is good any longer. */
    synchronized void revokeAll() {
        ends.clear();
    }

    synchronized int given() {
        return given;
    }

    synchronized boolean isGood(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith("Bearer ")) {
            return false;
        }
        var end = ends.get(authorization.substring("Bearer ".length()));
        return end != null && clock.instant().isBefore(end);
    }

    /** Empty for whoever may have none. */
    Optional<Map<String, Object>> answer(HttpExchange exchange, String body) {
        if (exchange.getRequestURI().getPath().equals(METADATA)) {
            return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Metadata-Flavor"))
                    .filter("Google"::equals)
                    .map(_ -> Map.of("access_token", give(), "expires_in", LIFE.toSeconds(), "token_type", "Bearer"));
        }
        return Optional.of(JSON.readTree(body).path("jwt").asString(""))
                .filter(this::isSigned)
                .map(_ -> Map.of(
                        "iamToken",
                        give(),
                        "expiresAt",
                        clock.instant().plus(LIFE).toString()));
    }

    private boolean isSigned(String jwt) {
        var parts = jwt.split("\\.", -1);
        if (parts.length != 3) {
            return false;
        }
        var decoder = Base64.getUrlDecoder();
        var header = JSON.readTree(decoder.decode(parts[0]));
        var claims = JSON.readTree(decoder.decode(parts[1]));
        long now = clock.instant().getEpochSecond();
        long issued = claims.path("iat").asLong();
        long ends = claims.path("exp").asLong();
        return header.path("alg").asString("").equals("PS256")
                && header.path("kid").asString("").equals(KEY_ID)
                && claims.path("iss").asString("").equals(ACCOUNT)
                && claims.path("aud").asString("").equals(address + EXCHANGE)
                && issued <= now
                && ends > now
                && ends - issued <= 3600
                && verifies(parts[0] + "." + parts[1], decoder.decode(parts[2]));
    }

    private boolean verifies(String text, byte[] signature) {
        try {
            var check = Signature.getInstance("RSASSA-PSS");
            check.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            check.initVerify(Keys.PAIR.getPublic());
            check.update(text.getBytes(StandardCharsets.UTF_8));
            return check.verify(signature);
        } catch (SignatureException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
