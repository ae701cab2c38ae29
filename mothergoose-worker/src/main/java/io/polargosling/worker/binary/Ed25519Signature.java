package io.polargosling.worker.binary;

import io.polargosling.domain.problem.InvalidException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * Ed25519 over the bytes as they are, which the JDK verifies by itself and {@code openssl pkeyutl -sign -rawin} makes; raw
 * or in base64.
 *
 * @param key whose signatures are believed
 */
record Ed25519Signature(PublicKey key) implements DetachedSignature {

    private static final String SCHEME = "Ed25519";
    private static final int LENGTH = 64;

    /**
     * With the key whose X.509 form {@code base64} is.
     *
     * @throws InvalidException when it is none
     */
    static Ed25519Signature withKey(String base64) {
        try {
            var bytes = Base64.getDecoder().decode(base64.strip());
            return new Ed25519Signature(KeyFactory.getInstance(SCHEME).generatePublic(new X509EncodedKeySpec(bytes)));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw DetachedSignature.noKey();
        }
    }

    @Override
    public void check(byte[] signed, byte[] signature) throws ReleaseException {
        try {
            var verifier = Signature.getInstance(SCHEME);
            verifier.initVerify(key);
            verifier.update(signed);
            if (!verifier.verify(raw(signature))) {
                throw new ReleaseException("the signature of the checksums is not one of the configured key");
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new ReleaseException("the signature of the checksums is none (expected: Ed25519, raw or base64)", e);
        }
    }

    private static byte[] raw(byte[] signature) {
        return signature.length == LENGTH
                ? signature
                : Base64.getMimeDecoder().decode(new String(signature, StandardCharsets.US_ASCII).strip());
    }
}
