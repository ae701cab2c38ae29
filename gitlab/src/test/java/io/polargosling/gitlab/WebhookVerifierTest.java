package io.polargosling.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.secret.SecretValue;
import io.polargosling.gitlab.WebhookVerifier.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookVerifierTest {

    private static final Optional<SecretValue> KEY =
            Optional.of(SecretValue.of("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="));
    private static final Optional<SecretValue> PLAIN = Optional.of(SecretValue.of("a plain secret"));
    private static final String ID = "f5a1c2d4-0b7e-4a55-9c11-2f6f0d3f8e10";
    private static final long SENT = 1778749335;
    private static final byte[] BODY =
            "{\"object_kind\":\"build\",\"build_id\":700411}".getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "v1,K2qmfC9vxLOlYKDqS3QHobrfkC5f2Gs/sUPhHWMvHlU=";

    private static WebhookVerifier at(long second) {
        return WebhookVerifier.of(InstantSource.fixed(Instant.ofEpochSecond(second)));
    }

    private static Credentials signed(String signature) {
        return new Credentials(
                Optional.empty(), Optional.of(ID), Optional.of(Long.toString(SENT)), Optional.of(signature));
    }

    private static Credentials token(String token) {
        return new Credentials(Optional.of(token), Optional.of(ID), Optional.of(Long.toString(SENT)), Optional.empty());
    }

    @Test
    void accepts_knownSignature_accepts() {
        assertThat(at(SENT).accepts(KEY, signed(SIGNATURE), BODY)).isTrue();
        assertThat(at(SENT).accepts(KEY, signed("v1,AAAA v2,x " + SIGNATURE), BODY))
                .as("any entry will do")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1,",
                "K2qmfC9vxLOlYKDqS3QHobrfkC5f2Gs/sUPhHWMvHlU=",
                "v2,K2qmfC9vxLOlYKDqS3QHobrfkC5f2Gs/sUPhHWMvHlU=",
                "v1,K2qmfC9vxLOlYKDqS3QHobrfkC5f2Gs/sUPhHWMvHlV="
            })
    void accepts_otherSignature_refuses(String signature) {
        assertThat(at(SENT).accepts(KEY, signed(signature), BODY)).isFalse();
    }

    @Test
    void accepts_otherBody_refuses() {
        assertThat(at(SENT).accepts(KEY, signed(SIGNATURE), new byte[0])).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"300,true", "-300,true", "301,false", "-301,false"})
    void accepts_ageOfTheDelivery_isAtMostFiveMinutes(long age, boolean accepted) {
        assertThat(at(SENT + age).accepts(KEY, signed(SIGNATURE), BODY)).isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "99999999999999999999"})
    void accepts_strangeTimestamp_refuses(String timestamp) {
        var credentials =
                new Credentials(Optional.empty(), Optional.of(ID), Optional.of(timestamp), Optional.of(SIGNATURE));

        assertThat(at(SENT).accepts(KEY, credentials, BODY)).isFalse();
    }

    @Test
    void accepts_signingKeySentAsToken_refuses() {
        String key = KEY.orElseThrow().reveal();

        assertThat(at(SENT).accepts(KEY, token(key), BODY)).isFalse();
    }

    @Test
    void accepts_plainSecret_comparesTheToken() {
        assertThat(at(SENT).accepts(PLAIN, token("a plain secret"), BODY)).isTrue();
        assertThat(at(SENT).accepts(PLAIN, token("a plain secreT"), BODY)).isFalse();
        assertThat(at(SENT).accepts(
                                PLAIN,
                                new Credentials(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                                BODY))
                .isFalse();
    }

    @Test
    void accepts_plainSecretWithASignature_refusesThoughTheTokenIsRight() {
        var both = new Credentials(
                Optional.of("a plain secret"),
                Optional.of(ID),
                Optional.of(Long.toString(SENT)),
                Optional.of(SIGNATURE));

        assertThat(at(SENT).accepts(PLAIN, both, BODY)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_", "whsec_not base64!"})
    void accepts_signingKeyThatIsNone_refuses(String key) {
        assertThat(at(SENT).accepts(Optional.of(SecretValue.of(key)), signed(SIGNATURE), BODY))
                .isFalse();
    }

    @Test
    void accepts_emptySecret_refuses() {
        assertThat(at(SENT).accepts(Optional.of(SecretValue.of("")), token(""), BODY))
                .isFalse();
    }

    @Test
    void accepts_noTarget_refusesWhateverIsSent() {
        assertThat(at(SENT).accepts(Optional.empty(), token("0".repeat(40)), BODY))
                .isFalse();
        assertThat(at(SENT).accepts(Optional.empty(), signed(SIGNATURE), BODY)).isFalse();
    }

    @Property(tries = 200)
    void anyTokenButTheSecret_isRefused(@ForAll @NotEmpty String secret, @ForAll String token) {
        var stored = SecretValue.of(secret);

        assertThat(at(SENT).accepts(Optional.of(stored), token(token), BODY))
                .isEqualTo(stored.equals(SecretValue.of(token)) && !secret.startsWith("whsec_"));
    }

    @Test
    void credentials_printed_hideTokenAndSignature() {
        assertThat(new Credentials(Optional.of("Zq7"), Optional.of("id"), Optional.empty(), Optional.of("Zq7"))
                        .toString())
                .contains("id")
                .doesNotContain("Zq7");
    }
}
