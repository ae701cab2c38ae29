package io.polargosling.worker.binary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Takes a program out of a zip archive; nothing else in it is written, so no name in it is ever a path. */
final class ProgramArchive {

    private static final int MAX_ENTRIES = 1000;
    private static final int CHUNK = 64 * 1024;

    private ProgramArchive() {}

    /**
     * Writes the entry called {@code name}, of at most {@code max} bytes, to {@code target}.
     *
     * @throws ReleaseException when there is none, or the archive is broken or too large
     */
    static void extract(Path archive, String name, Path target, long max) throws ReleaseException, IOException {
        try (var zip = new ZipInputStream(Files.newInputStream(archive))) {
            int entries = 0;
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    copy(zip, name, target, max);
                    return;
                }
                if (++entries > MAX_ENTRIES) {
                    throw new ReleaseException("the archive has more than " + MAX_ENTRIES + " entries");
                }
            }
        }
        throw new ReleaseException("the archive holds no " + name);
    }

    private static void copy(ZipInputStream zip, String name, Path target, long max)
            throws ReleaseException, IOException {
        try (var out = Files.newOutputStream(target)) {
            var buffer = new byte[CHUNK];
            long total = 0;
            for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
                total += n;
                if (total > max) {
                    throw new ReleaseException(name + " in the archive is longer than " + max + " bytes");
                }
                out.write(buffer, 0, n);
            }
        }
    }
}
