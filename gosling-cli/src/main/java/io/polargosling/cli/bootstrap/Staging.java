package io.polargosling.cli.bootstrap;

import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.storage.mirror.ProviderPackage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/** A folder that is gone at the end, also when the command is interrupted: a packed mirror of just what is wanted. */
final class Staging implements AutoCloseable {

    private final Path folder;
    private final Thread atExit;
    private final SortedMap<ProviderPackage, Path> files = new TreeMap<>();

    private Staging(Path folder) {
        this.folder = folder;
        this.atExit = new Thread(() -> remove(folder));
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static Staging open() {
        try {
            return new Staging(Files.createTempDirectory("gosling-bootstrap"));
        } catch (IOException e) {
            throw new UnavailableException("making a folder for temporary files: " + e.getMessage(), e);
        }
    }

    /** A folder in it, empty at first. */
    Path folder(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UnavailableException("making the folder " + folder.resolve(name) + ": " + e.getMessage(), e);
        }
    }

    Path mirror() {
        return folder("mirror");
    }

    /** What was added, with its files. */
    SortedMap<ProviderPackage, Path> files() {
        return Collections.unmodifiableSortedMap(files);
    }

    /** Takes a provider for one platform into the mirror: a zip file as it is, a folder as a zip file of it. */
    void add(FoundProvider provider, String platform, Path found) {
        try {
            var named = new ProviderPackage(
                    provider.need().address(), provider.version(), platform, Sha256.of(new byte[0]), 0);
            var place = Files.createDirectories(
                            mirror().resolve(named.provider().toString()))
                    .resolve(named.file());
            var real = found.toRealPath();
            if (Files.isDirectory(real)) {
                FolderArchive.write(real, place);
            } else {
                Files.createSymbolicLink(place, real);
            }
            files.put(
                    new ProviderPackage(
                            named.provider(), named.version(), platform, Sha256.of(place), Files.size(place)),
                    place);
        } catch (IOException e) {
            throw new UnavailableException("reading provider " + found + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            boolean _ = Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The hook is about to do the same.
        }
        remove(folder);
    }

    private static void remove(Path folder) {
        try (var tree = Files.walk(folder)) {
            for (var file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // It is in the system's folder for what may be deleted at any time.
        }
    }
}
