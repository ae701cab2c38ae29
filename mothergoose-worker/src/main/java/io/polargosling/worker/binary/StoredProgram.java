package io.polargosling.worker.binary;

import io.polargosling.domain.object.Sha256;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A program's copy on this host.
 *
 * @param path absolute
 * @param digest what its bytes must hash to
 */
public record StoredProgram(String version, Path path, Sha256 digest) {

    /** True when its bytes are those that were stored; to be asked before each start. */
    public boolean isWhole() {
        try {
            return Sha256.of(path).equals(digest);
        } catch (IOException e) {
            return false;
        }
    }
}
