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
 * Ed25519 over the bytes as they are, which the JDK verifies by itself and {@code openssl pkeyutl -sign -rawin} makes.
 *
 * @param key whose signatures are believed
 */
record DetachedSignature(PublicKey key) {

    private static final String SCHEME = "Ed25519";
    private static final int LENGTH = 64;

    /**
     * With the key whose X.509 form {@code base64} is.
     *
     * @throws InvalidException when it is none
     */
    static DetachedSignature withKey(String base64) {
        try {
            var bytes = Base64.getDecoder().decode(base64.strip());
            return new DetachedSignature(KeyFactory.getInstance(SCHEME).generatePublic(new X509EncodedKeySpec(bytes)));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new InvalidException(
                    "reading gosling.binaries.sources: the key of a signature is none (expected: base64"
                            + " of an Ed25519 public key in its X.509 form, as in a PEM file)");
        }
    }

    /** Throws unless {@code signature}, raw or in base64, is one of {@code signed}. */
    void check(byte[] signed, byte[] signature) throws ReleaseException {
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
