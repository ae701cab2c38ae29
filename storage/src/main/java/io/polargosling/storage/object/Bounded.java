package io.polargosling.storage.object;

import io.polargosling.domain.object.ObjectKey;
import io.polargosling.domain.problem.InvalidException;
import java.io.IOException;
import java.io.InputStream;

/** Reads what is to be small, whatever size it says it has. */
final class Bounded {

    private Bounded() {}

    static byte[] read(ObjectKey key, InputStream in, int max) throws IOException {
        var bytes = in.readNBytes(max);
        if (in.read() >= 0) {
            throw new InvalidException("reading object \"" + key + "\": it has more than " + max
                    + " bytes, so it is not what it should be");
        }
        return bytes;
    }
}
