package io.polargosling.worker.mirror;

import io.polargosling.domain.problem.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The zip file of a provider, unpacked with a limit for all that it might do to a host. */
final class ProviderArchive {

    private static final int MAX_ENTRIES = 1000;
    /** The largest provider there is has less than half of it. */
    private static final long MAX_BYTES = 2L << 30;

    private static final int PIECE = 64 * 1024;
    private static final String PROGRAM = "terraform-provider-";
    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("r-x------");
    private static final Set<PosixFilePermission> PLAIN = PosixFilePermissions.fromString("r--------");

    private ProviderArchive() {}

    /**
     * Unpacks all of {@code archive} into {@code folder}, which must not exist; only the provider's program may be
     * executed.
     *
     * @throws UnavailableException when it is no archive of a provider
     */
    static void unpack(Path archive, Path folder) throws IOException {
        unpack(archive, folder, MAX_BYTES);
    }

    static void unpack(Path archive, Path folder, long maxBytes) throws IOException {
        Files.createDirectories(folder);
        long left = maxBytes;
        boolean program = false;
        try (var zip = new ZipFile(archive.toFile())) {
            if (zip.size() > MAX_ENTRIES) {
                throw refused(archive, "it has " + zip.size() + " entries (expected: at most " + MAX_ENTRIES + ")");
            }
            for (var entry : Collections.list(zip.entries())) {
                if (!entry.isDirectory()) {
                    var target = target(archive, entry, folder);
                    left -= copy(archive, zip, entry, target, left);
                    boolean executable = isProgram(entry.getName());
                    Files.setPosixFilePermissions(target, executable ? EXECUTABLE : PLAIN);
                    program |= executable;
                }
            }
        } catch (ZipException e) {
            throw refused(archive, "it is no zip file (" + e.getMessage() + ")");
        } catch (FileAlreadyExistsException e) {
            throw refused(archive, "it has two entries for one file");
        }
        if (!program) {
            throw refused(archive, "it has no file " + PROGRAM + "…");
        }
    }

    private static boolean isProgram(String name) {
        return name.startsWith(PROGRAM) && name.indexOf('/') < 0;
    }

    private static Path target(Path archive, ZipEntry entry, Path folder) throws IOException {
        var name = entry.getName();
        var target = name.contains("\\") || name.indexOf('\0') >= 0
                ? folder
                : folder.resolve(name).normalize();
        if (target.equals(folder) || !target.startsWith(folder)) {
            throw refused(archive, "an entry's name leads out of it");
        }
        Files.createDirectories(target.resolveSibling(""));
        return target;
    }

    private static long copy(Path archive, ZipFile zip, ZipEntry entry, Path target, long left) throws IOException {
        long total = 0;
        try (InputStream in = zip.getInputStream(entry);
                var out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            var buffer = new byte[PIECE];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                total += n;
                if (total > left) {
                    throw refused(archive, "unpacked it is larger than a provider can be");
                }
                out.write(buffer, 0, n);
            }
        }
        return total;
    }

    private static UnavailableException refused(Path archive, String why) {
        return new UnavailableException("unpacking provider " + archive.getFileName() + ": " + why
                + "; put the right file into the cache with \"gosling bootstrap --only cache\"");
    }
}
