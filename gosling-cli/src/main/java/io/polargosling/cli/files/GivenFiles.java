package io.polargosling.cli.files;

import io.polargosling.fly.source.SourceFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The files that paths on a command line stand for.
 *
 * @param files those given, and the {@code *.fly} files below given folders, in the order given and sorted below a folder
 * @param problems what could not be looked at, a sentence each
 */
public record GivenFiles(List<Path> files, List<String> problems) {

    public GivenFiles {
        files = List.copyOf(files);
        problems = List.copyOf(problems);
    }

    /** Looks below folders, but not below those whose name begins with a dot, and never behind symbolic links. */
    public static GivenFiles find(List<Path> given) {
        var files = new ArrayList<Path>();
        var problems = new ArrayList<String>();
        for (Path path : given) {
            if (Files.isDirectory(path)) {
                files.addAll(below(path, problems));
            } else if (Files.exists(path)) {
                files.add(path);
            } else {
                problems.add("\"" + path + "\" does not exist");
            }
        }
        return new GivenFiles(files.stream().distinct().toList(), problems);
    }

    private static List<Path> below(Path folder, List<String> problems) {
        var found = new ArrayList<Path>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    boolean hidden = !directory.equals(folder)
                            && String.valueOf(directory.getFileName()).startsWith(".");
                    return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()
                            && String.valueOf(file.getFileName()).endsWith(".fly")) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException problem) {
                    problems.add("reading \"" + file + "\": " + reason(problem));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            problems.add("reading \"" + folder + "\": " + reason(e));
        }
        Collections.sort(found);
        // "./a" for the folder here is "a" to everybody.
        return found.stream().map(Path::normalize).toList();
    }

    /** The bytes of a file; of one too large for the language one byte more than it takes. */
    public static byte[] read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(SourceFile.MAX_BYTES + 1);
        }
    }

    /** What went wrong in a few words; Java's own message is often but the path. */
    public static String reason(IOException problem) {
        return switch (problem) {
            case NoSuchFileException e -> "it does not exist";
            case AccessDeniedException e -> "permission denied";
            case NotDirectoryException e -> "it is no folder";
            case CharacterCodingException e -> "it is not UTF-8";
            default -> {
                String message = String.valueOf(problem.getMessage());
                yield message.equals("Is a directory") ? "it is a folder" : message;
            }
        };
    }
}
