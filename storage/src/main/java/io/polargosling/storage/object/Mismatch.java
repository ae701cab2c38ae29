package io.polargosling.storage.object;

import io.polargosling.domain.object.ObjectKey;
import io.polargosling.domain.object.VerifiedStream;
import io.polargosling.domain.problem.InvalidException;

/** What is said of content that is not what it was said to be. */
final class Mismatch {

    private Mismatch() {}

    static InvalidException of(ObjectKey key, VerifiedStream.MismatchException e) {
        return new InvalidException("storing object \"" + key + "\": " + e.getMessage() + "; nothing was stored");
    }
}
