package io.polargosling.queue.ymq;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * The signatures we send, against a second computation of them; that one is held against the vectors that AWS
 * publishes. ElasticMQ, which the other tests talk to, looks at no signature.
 */
class SignatureTest {

    private static final String KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String DATE = "20150830T123600Z";
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/(\\d{8}/[a-z0-9-]+/sqs/aws4_request), SignedHeaders=([a-z0-9;-]+), "
                    + "Signature=([0-9a-f]{64})");

    @Test
    void ownComputation_publishedVectors_areMet() throws Exception {
        var vanilla = new TreeMap<>(Map.of("host", "example.amazonaws.com", "x-amz-date", DATE));
        var form = new TreeMap<>(vanilla);
        form.put("content-type", "application/x-www-form-urlencoded");
        String scope = "20150830/us-east-1/service/aws4_request";

        assertThat(signature("GET", vanilla, "", DATE, scope))
                .isEqualTo("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
        assertThat(signature("POST", form, "Param1=value1", DATE, scope))
                .isEqualTo("ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
    }

    @Test
    void request_signed_isAsTheOwnComputationSaysAndHasNoKeyInIt() throws Exception {
        String body = Form.of("SendMessage").with("MessageBody", "ünï & co=\n").toString();

        var request = request("https://message-queue.api.cloud.yandex.net", body);

        var authorization = AUTHORIZATION.matcher(
                request.headers().firstValue("Authorization").orElseThrow());
        assertThat(authorization.matches()).isTrue();
        assertThat(authorization.group(1)).isEqualTo("20150830/ru-central1/sqs/aws4_request");
        assertThat(authorization.group(2).split(";")).contains("content-type", "host", "x-amz-date");
        assertThat(authorization.group(3))
                .isEqualTo(signature(
                        "POST",
                        signed(request, authorization.group(2), "message-queue.api.cloud.yandex.net"),
                        body,
                        DATE,
                        authorization.group(1)));
        assertThat(request.headers().map().toString()).doesNotContain(KEY);
    }

    @Test
    void request_portOfItsOwn_isSignedWithIt() throws Exception {
        var request = request("http://127.0.0.1:9324", "Action=X");

        var authorization = AUTHORIZATION.matcher(
                request.headers().firstValue("Authorization").orElseThrow());
        assertThat(authorization.matches()).isTrue();
        assertThat(authorization.group(3))
                .isEqualTo(signature(
                        "POST",
                        signed(request, authorization.group(2), "127.0.0.1:9324"),
                        "Action=X",
                        DATE,
                        authorization.group(1)));
    }

    private static HttpRequest request(String endpoint, String body) {
        var credentials = AwsBasicCredentials.create("AKIDEXAMPLE", KEY);
        try (var wire = new Wire(
                URI.create(endpoint),
                Region.of("ru-central1"),
                StaticCredentialsProvider.create(credentials),
                Clock.fixed(Instant.parse("2015-08-30T12:36:00Z"), ZoneOffset.UTC))) {
            return wire.request(body, credentials);
        }
    }

    private static SortedMap<String, String> signed(HttpRequest request, String names, String host) {
        var headers = new TreeMap<String, String>();
        for (var name : names.split(";")) {
            headers.put(
                    name,
                    "host".equals(name)
                            ? host
                            : request.headers().firstValue(name).orElseThrow());
        }
        return headers;
    }

    private static String signature(
            String method, SortedMap<String, String> headers, String body, String date, String scope)
            throws GeneralSecurityException {
        var lines = new StringBuilder();
        headers.forEach(
                (name, value) -> lines.append(name).append(':').append(value).append('\n'));
        String canonical =
                String.join("\n", method, "/", "", lines.toString(), String.join(";", headers.keySet()), sha256(body));
        String toSign = String.join("\n", "AWS4-HMAC-SHA256", date, scope, sha256(canonical));
        byte[] key = ("AWS4" + KEY).getBytes(StandardCharsets.UTF_8);
        for (var part : scope.split("/")) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static String sha256(String text) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
