package io.polargosling.worker.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.InvalidException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;
import org.junit.jupiter.api.Test;

class OpenPgpSignatureTest {

    private static final byte[] SUMS = "0123  tofu.zip\n".getBytes(StandardCharsets.UTF_8);
    private static final OpenPGPKey KEY = newKey();

    @Test
    void check_signatureOfTheKey_isGood() throws Exception {
        var believed = DetachedSignature.withKey(publicKey(KEY));
        var signature = sign(KEY, SUMS);

        assertThat(believed).isInstanceOf(OpenPgpSignature.class);
        assertThatCode(() -> believed.check(SUMS, signature)).doesNotThrowAnyException();
        assertThatCode(() -> believed.check(SUMS, armoured(signature))).doesNotThrowAnyException();
    }

    @Test
    void check_anythingElse_isRefused() throws Exception {
        var believed = DetachedSignature.withKey(publicKey(KEY));
        var good = sign(KEY, SUMS);
        var cut = Arrays.copyOf(good, good.length - 5);
        var flipped = good.clone();
        flipped[flipped.length - 1] ^= 1;
        for (var wrong : List.of(
                sign(newKey(), SUMS),
                sign(KEY, new byte[3]),
                new byte[0],
                new byte[64],
                SUMS,
                cut,
                flipped,
                publicKey(KEY).getBytes(StandardCharsets.US_ASCII))) {
            assertThatThrownBy(() -> believed.check(SUMS, wrong))
                    .isInstanceOf(ReleaseException.class)
                    .hasMessageContaining("signature of the checksums");
        }
    }

    @Test
    void check_everyByteChanged_isNeverGoodForOtherContent() throws Exception {
        var believed = DetachedSignature.withKey(publicKey(KEY));
        var good = sign(KEY, SUMS);
        for (int i = 0; i < good.length; i++) {
            var changed = good.clone();
            changed[i] ^= 0x55;
            assertThatThrownBy(() -> believed.check(new byte[] {1}, changed))
                    .as("byte %s", i)
                    .isInstanceOf(ReleaseException.class);
        }
    }

    @Test
    void withKey_whatIsNoOneKey_isRefused() throws Exception {
        var one = publicKey(KEY);
        for (var wrong : List.of(
                "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n-----END PGP PUBLIC KEY BLOCK-----\n",
                one.substring(0, one.length() / 2),
                one.replaceAll("\n[A-Za-z0-9+/]{64}\n", "\nAAAA\n"),
                "bm90IGEga2V5")) {
            assertThatThrownBy(() -> DetachedSignature.withKey(wrong))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("gosling.binaries.sources");
        }
    }

    private static OpenPGPKey newKey() {
        try {
            return new BcOpenPGPApi()
                    .generateKey(PublicKeyPacket.VERSION_4)
                    .ed25519x25519Key("Releases <releases@example.org>")
                    .build();
        } catch (PGPException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String publicKey(OpenPGPKey key) throws IOException {
        return key.toCertificate().toAsciiArmoredString();
    }

    private static byte[] sign(OpenPGPKey key, byte[] content) throws IOException, PGPException {
        return new BcOpenPGPApi()
                .createDetachedSignature()
                .addSigningKey(key)
                .sign(new ByteArrayInputStream(content))
                .getFirst()
                .getSignature()
                .getEncoded();
    }

    private static byte[] armoured(byte[] signature) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var armour = ArmoredOutputStream.builder().build(bytes)) {
            armour.write(signature);
        }
        return bytes.toByteArray();
    }
}
