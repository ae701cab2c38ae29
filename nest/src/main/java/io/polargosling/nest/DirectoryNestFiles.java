package io.polargosling.nest;

import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.fly.source.SourceFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Files of a folder; links are not followed, and what belongs to Git or to a submodule is not seen. */
final class DirectoryNestFiles implements NestFiles {

    private static final String GIT = ".git";

    private final Path root;
    private @Nullable Walked walked;

    DirectoryNestFiles(Path root) {
        this.root = root;
    }

    @Override
    public SortedSet<String> paths() {
        return Collections.unmodifiableSortedSet(walked().paths());
    }

    @Override
    public SortedSet<String> links() {
        return Collections.unmodifiableSortedSet(walked().links());
    }

    @Override
    public Optional<String> contentId(String path) {
        return Optional.empty();
    }

    private record Walked(SortedSet<String> paths, SortedSet<String> links) {}

    private synchronized Walked walked() {
        var known = walked;
        if (known == null) {
            known = walk();
            walked = known;
        }
        return known;
    }

    private Walked walk() {
        var paths = new TreeSet<String>();
        var links = new TreeSet<String>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean submodule =
                            !folder.equals(root) && Files.exists(folder.resolve(GIT), LinkOption.NOFOLLOW_LINKS);
                    boolean git = folder.endsWith(GIT);
                    if (submodule) {
                        links.add(name(folder));
                    }
                    return submodule || git ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        paths.add(name(file));
                    } else if (attributes.isSymbolicLink()) {
                        links.add(name(file));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UnavailableException("listing the Nest in \"" + root + "\"", e);
        }
        return new Walked(paths, links);
    }

    private String name(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    @Override
    public byte[] read(String path) {
        try (var in = Files.newInputStream(root.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(SourceFile.MAX_BYTES + 1);
        } catch (IOException e) {
            throw new UnavailableException("reading \"" + path + "\" of the Nest in \"" + root + "\"", e);
        }
    }
}
