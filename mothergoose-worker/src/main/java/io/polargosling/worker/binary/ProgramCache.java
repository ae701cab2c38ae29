package io.polargosling.worker.binary;

import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.binary.BinaryVersion;
import io.polargosling.domain.object.Leftovers;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.object.VerifiedStream;
import io.polargosling.domain.problem.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of programs on this host: {@code SHA256/FILE} below one folder, never written to once it is there. The folder's
 * time is that of its last use.
 */
final class ProgramCache {

    private static final Logger log = LoggerFactory.getLogger(ProgramCache.class);

    /** Longer than any work that may still start what it began with. */
    private static final Duration IN_USE = Duration.ofHours(3);

    private final Path folder;
    private final BinaryLibrary library;
    private final int keep;
    private final InstantSource clock;

    /** @param keep copies of each program that stay when others came */
    ProgramCache(Path folder, BinaryLibrary library, int keep, InstantSource clock) {
        this.folder = folder;
        this.library = library;
        this.keep = keep;
        this.clock = clock;
    }

    /**
     * The copy of {@code build}, made when there is none or when it is not what it should be any more.
     *
     * @throws io.polargosling.domain.problem.NotFoundException when its bytes are gone
     * @throws VerifiedStream.MismatchException when its bytes are not those that were stored
     */
    synchronized StoredProgram get(BinaryVersion build) throws VerifiedStream.MismatchException {
        var digest = new Sha256(build.content().sha256());
        var path = folder.resolve(digest.value()).resolve(build.binary().file());
        var program = new StoredProgram(build.build().version(), path, digest);
        try {
            if (!program.isWhole()) {
                Files.createDirectories(path.resolveSibling(""));
                fetch(build, path);
                prune(build.binary().file());
            }
            Files.setLastModifiedTime(path.resolveSibling(""), FileTime.from(clock.instant()));
            return program;
        } catch (VerifiedStream.MismatchException e) {
            throw e;
        } catch (IOException e) {
            throw new UnavailableException("copying " + build.content().path() + " to this host: " + e.getMessage(), e);
        }
    }

    private void fetch(BinaryVersion build, Path path) throws IOException {
        var fresh = Files.createTempFile(folder, "fetch", "");
        try (InputStream in = library.open(build)) {
            long size = Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("r-xr-xr-x"));
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            log.info(
                    "program fetched binary={} version={} size={}",
                    build.binary().word(),
                    build.build().version(),
                    size);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private void prune(String file) throws IOException {
        List<Path> copies = new ArrayList<>();
        try (var folders = Files.newDirectoryStream(folder, "[0-9a-f]".repeat(64))) {
            for (var copy : folders) {
                if (Files.isRegularFile(copy.resolve(file))) {
                    copies.add(copy);
                }
            }
        }
        copies.sort(Comparator.comparing(ProgramCache::lastUse).reversed());
        Instant limit = clock.instant().minus(IN_USE);
        Leftovers.delete(folder, limit);
        for (var copy : copies.subList(Math.min(keep, copies.size()), copies.size())) {
            if (lastUse(copy).isBefore(limit)) {
                Files.deleteIfExists(copy.resolve(file));
                Files.deleteIfExists(copy);
            }
        }
    }

    private static Instant lastUse(Path copy) {
        // Of a folder that is gone by now: the epoch.
        return Instant.ofEpochMilli(copy.toFile().lastModified());
    }
}
