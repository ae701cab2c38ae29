package io.polargosling.domain.object;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Files that a process which died was still writing. */
public final class Leftovers {

    private Leftovers() {}

    /** Deletes the files right in {@code folder} that were last written before {@code limit}; folders in it stay. */
    public static void delete(Path folder, Instant limit) throws IOException {
        try (var files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
            for (var file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
