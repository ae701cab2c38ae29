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
import java.util.SortedSet;
import java.util.TreeSet;

/** Files of a folder; links are not followed, and what belongs to Git or to a submodule is not seen. */
final class DirectoryNestFiles implements NestFiles {

    private static final String GIT = ".git";

    private final Path root;

    DirectoryNestFiles(Path root) {
        this.root = root;
    }

    @Override
    public SortedSet<String> paths() {
        var paths = new TreeSet<String>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean submodule =
                            !folder.equals(root) && Files.exists(folder.resolve(GIT), LinkOption.NOFOLLOW_LINKS);
                    boolean git = folder.endsWith(GIT);
                    return submodule || git ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        paths.add(root.relativize(file).toString().replace('\\', '/'));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UnavailableException("listing the Nest in \"" + root + "\"", e);
        }
        return paths;
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
