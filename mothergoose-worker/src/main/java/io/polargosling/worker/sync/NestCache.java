package io.polargosling.worker.sync;

import io.polargosling.domain.problem.UnavailableException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that holds what was fetched. It can be thrown away at any time: a mark beside it tells when the last fetch
 * was cut off, and then, or when it has grown too large, the next one begins anew.
 */
final class NestCache {

    private static final Logger log = LoggerFactory.getLogger(NestCache.class);
    private static final int MAX_PACK_FILES = 300;

    private final Path folder;
    private final Path mark;
    private final NestLimits limits;

    NestCache(Path folder, NestLimits limits) {
        this.folder = folder;
        this.mark = folder.resolveSibling(folder.getFileName() + ".fetching");
        this.limits = limits;
    }

    /** The repository, to read from. */
    BoundedRepository open() throws IOException {
        return BoundedRepository.open(folder, limits);
    }

    /** The repository, to fetch into until {@link #fetched}; a new one when the old one is not to be trusted. */
    BoundedRepository openToFetch() throws IOException {
        var why = whyNotUsable();
        if (!why.isEmpty()) {
            discard(why);
        }
        Files.createDirectories(folder.toAbsolutePath().getParent());
        if (Files.notExists(mark)) {
            Files.createFile(mark);
        }
        var repository = open();
        if (!repository.getObjectDatabase().exists()) {
            repository.create(true);
        }
        return repository;
    }

    /** A fetch has ended, well or not, and nobody writes into the folder any more. */
    void fetched() {
        try {
            Files.deleteIfExists(mark);
        } catch (IOException e) {
            throw new UnavailableException("ending the fetch of the Nest: " + e.getMessage(), e);
        }
    }

    private String whyNotUsable() throws IOException {
        if (Files.notExists(folder)) {
            return "";
        }
        if (!Files.isDirectory(folder)) {
            return "it is no folder";
        }
        if (Files.exists(mark)) {
            return "the last fetch was cut off";
        }
        var size = new Size();
        Files.walkFileTree(folder, size);
        boolean large = size.bytes > limits.cacheBytes() || size.files > MAX_PACK_FILES;
        return large ? "it has grown to " + size.files + " files of " + size.bytes + " bytes" : "";
    }

    /** Throws it away. */
    void discard(String why) throws IOException {
        log.info("cache of the nest discarded cause=\"{}\"", why);
        if (Files.exists(folder)) {
            Files.walkFileTree(folder, new Removal());
        }
        Files.deleteIfExists(mark);
    }

    private static final class Size extends SimpleFileVisitor<Path> {

        private long bytes;
        private int files;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.size();
            files++;
            return FileVisitResult.CONTINUE;
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
