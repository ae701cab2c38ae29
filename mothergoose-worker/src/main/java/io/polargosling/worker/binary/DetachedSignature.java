package io.polargosling.worker.binary;

import io.polargosling.domain.problem.InvalidException;

/** Whose signatures over a file of checksums are believed. */
sealed interface DetachedSignature permits Ed25519Signature, OpenPgpSignature {

    /**
     * With the public key {@code key}: the armoured block of an OpenPGP one, or base64 of an Ed25519 one in its X.509
     * form.
     *
     * @throws InvalidException when it is neither
     */
    static DetachedSignature withKey(String key) {
        return OpenPgpSignature.isKey(key) ? OpenPgpSignature.withKey(key) : Ed25519Signature.withKey(key);
    }

    /** What is said of a key that is none. */
    static InvalidException noKey() {
        return new InvalidException("reading gosling.binaries.sources: the key of a signature is none (expected: base64"
                + " of an Ed25519 public key in its X.509 form, as in a PEM file, or the armoured block of one OpenPGP"
                + " public key)");
    }

    /** Throws unless {@code signature} is one of {@code signed}. */
    void check(byte[] signed, byte[] signature) throws ReleaseException;
}
