package io.polargosling.worker.binary;

import io.polargosling.domain.problem.InvalidException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPSignature.OpenPGPDocumentSignature;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;

/**
 * OpenPGP over the bytes as they are, as {@code gpg --detach-sign} makes it, armoured or not. The library decides which of
 * the certificate's keys may sign, at that time, and which algorithms are still good.
 *
 * @param certificate whose signatures are believed
 */
record OpenPgpSignature(OpenPGPCertificate certificate) implements DetachedSignature {

    private static final String ARMOUR = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

    /** Whether {@code text} is to be an OpenPGP key. */
    static boolean isKey(String text) {
        return text.strip().startsWith(ARMOUR);
    }

    /**
     * With the one certificate in {@code armoured}.
     *
     * @throws InvalidException when there is none, or more
     */
    static OpenPgpSignature withKey(String armoured) {
        try {
            var found = new BcOpenPGPApi().readKeyOrCertificate().parseCertificates(armoured.strip() + "\n");
            if (found.size() != 1) {
                throw DetachedSignature.noKey();
            }
            return new OpenPgpSignature(found.getFirst());
        } catch (IOException | RuntimeException e) {
            throw DetachedSignature.noKey();
        }
    }

    @Override
    public void check(byte[] signed, byte[] signature) throws ReleaseException {
        for (var one : signatures(signed, signature)) {
            if (isOfDocument(one) && isGood(one)) {
                return;
            }
        }
        throw new ReleaseException("the signature of the checksums is not a good one of the configured key");
    }

    private List<OpenPGPDocumentSignature> signatures(byte[] signed, byte[] signature) throws ReleaseException {
        try {
            return new BcOpenPGPApi()
                    .verifyDetachedSignature()
                    .addVerificationCertificate(certificate)
                    .addSignatures(new ByteArrayInputStream(signature))
                    .process(new ByteArrayInputStream(signed));
        } catch (IOException | RuntimeException e) {
            // The parser meets whatever a stranger sends, and not all it throws is declared.
            throw new ReleaseException("the signature of the checksums is none (expected: OpenPGP, detached)", e);
        }
    }

    /** Text signatures hold for more than one file: line ends are changed before they are made. */
    private static boolean isOfDocument(OpenPGPDocumentSignature signature) {
        return signature.getSignature().getSignatureType() == PGPSignature.BINARY_DOCUMENT;
    }

    private static boolean isGood(OpenPGPDocumentSignature signature) {
        try {
            return signature.isTestedCorrect() && signature.isValid();
        } catch (PGPException | RuntimeException e) {
            return false;
        }
    }
}
