package io.polargosling.worker.mirror;

import io.polargosling.domain.object.VerifiedStream;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.storage.mirror.MirrorLock;
import io.polargosling.storage.mirror.ProviderCache;
import io.polargosling.storage.mirror.ProviderPackage;
import io.polargosling.worker.binary.StoredPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Filesystem mirrors of this host, each below one folder in {@code DIGEST/HOST/NAMESPACE/TYPE/VERSION/PLATFORM}, where
 * {@code DIGEST} is that of the list it was made from. A mirror appears whole, and nothing in it is ever written to. The
 * folder's time is that of its last use.
 */
final class MirrorFolders {

    private static final Logger log = LoggerFactory.getLogger(MirrorFolders.class);

    /** Runs have links into a mirror, none for longer than a few hours. */
    private static final Duration IN_USE = Duration.ofDays(1);

    private static final int KEPT = 2;
    private static final String NONE = "none";
    private static final String UNFINISHED = "fill-";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final Set<PosixFilePermission> READ_ONLY = PosixFilePermissions.fromString("r-x------");
    private static final Set<PosixFilePermission> WRITABLE = PosixFilePermissions.fromString("rwx------");

    /** Two of one process cannot wait for each other by a file lock. */
    private static final Object ONE_OF_PROCESS = new Object();

    private final Path folder;
    private final String platform;
    private final InstantSource clock;

    /** @param platform whose packages are unpacked, such as {@code linux_amd64} */
    MirrorFolders(Path folder, String platform, InstantSource clock) {
        this.folder = folder;
        this.platform = platform;
        this.clock = clock;
    }

    static MirrorFolders ofHost(Path folder, InstantSource clock) {
        return new MirrorFolders(folder, StoredPrograms.platform().replace('-', '_'), clock);
    }

    String platform() {
        return platform;
    }

    /** A mirror with nothing in it. */
    Path none() {
        try {
            Files.createDirectories(folder, OWNER);
            return Files.createDirectories(folder.resolve(NONE), OWNER);
        } catch (IOException e) {
            throw unavailable("making the folder " + folder.resolve(NONE), e);
        }
    }

    /**
     * The mirror of {@code lock}, unpacked when it is not there; by one at a time, whatever process it is in.
     *
     * @throws UnavailableException when it cannot be, or what the cache has is not what the list says
     */
    Path filled(MirrorLock lock, ProviderCache cache) {
        var mirror = folder.resolve(lock.digest().value());
        try {
            if (!Files.isDirectory(mirror)) {
                fillAlone(mirror, lock, cache);
            }
            Files.setLastModifiedTime(mirror, FileTime.from(clock.instant()));
            return mirror;
        } catch (IOException e) {
            throw unavailable("filling the provider mirror " + mirror, e);
        }
    }

    private void fillAlone(Path mirror, MirrorLock lock, ProviderCache cache) throws IOException {
        Files.createDirectories(folder, OWNER);
        synchronized (ONE_OF_PROCESS) {
            try (var file = FileChannel.open(
                            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = file.lock()) {
                if (!Files.isDirectory(mirror)) {
                    removeUnfinished();
                    fill(mirror, lock, cache);
                    removeOld(mirror);
                }
            }
        }
    }

    private void fill(Path mirror, MirrorLock lock, ProviderCache cache) throws IOException {
        var begun = clock.instant();
        var own = lock.packages().stream()
                .filter(one -> one.platform().equals(platform))
                .toList();
        var fresh = Files.createTempDirectory(folder, UNFINISHED, OWNER);
        try {
            for (var one : own) {
                unpack(one, cache, fresh);
            }
            makeReadOnly(fresh);
            Files.move(fresh, mirror, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            remove(fresh);
        }
        log.info(
                "provider mirror filled folder={} packages={} millis={}",
                mirror,
                own.size(),
                Duration.between(begun, clock.instant()).toMillis());
    }

    private void unpack(ProviderPackage one, ProviderCache cache, Path fresh) throws IOException {
        var archive = fresh.resolve(one.file());
        try (var in = cache.open(one)) {
            long _ = Files.copy(in, archive);
        } catch (NotFoundException | VerifiedStream.MismatchException e) {
            throw new UnavailableException(
                    "filling the provider mirror: " + one.key() + " in the cache cannot be used: " + e.getMessage()
                            + "; delete that object and run \"gosling bootstrap --only cache\"",
                    e);
        }
        ProviderArchive.unpack(
                archive,
                fresh.resolve(one.provider().toString()).resolve(one.version()).resolve(platform));
        Files.delete(archive);
    }

    /** Whoever made them is dead: it would hold the lock. */
    private void removeUnfinished() throws IOException {
        for (var unfinished : listed(UNFINISHED + "*")) {
            remove(unfinished);
        }
    }

    private void removeOld(Path newest) throws IOException {
        var limit = clock.instant().minus(IN_USE);
        var others = listed("[0-9a-f]".repeat(64)).stream()
                .filter(mirror -> !mirror.equals(newest))
                .sorted(Comparator.comparing(MirrorFolders::lastUse).reversed())
                .skip(KEPT - 1L)
                .filter(mirror -> lastUse(mirror).isBefore(limit))
                .toList();
        for (var old : others) {
            remove(old);
            log.info("provider mirror removed folder={}", old);
        }
    }

    private List<Path> listed(String glob) throws IOException {
        var found = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(folder, glob)) {
            files.forEach(found::add);
        }
        return found;
    }

    private static Instant lastUse(Path mirror) {
        try {
            return Files.getLastModifiedTime(mirror).toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void makeReadOnly(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            for (var file : (Iterable<Path>) files.filter(Files::isDirectory)::iterator) {
                Files.setPosixFilePermissions(file, READ_ONLY);
            }
        }
    }

    private static void remove(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                Files.setPosixFilePermissions(dir, WRITABLE);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static UnavailableException unavailable(String what, IOException e) {
        return new UnavailableException(what + ": " + e.getMessage(), e);
    }
}
