package io.polargosling.cli.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a Nest's folder says of itself.
 *
 * @param name of the folder
 * @param commit the one checked out, empty outside a Git checkout or before its first commit
 */
public record Checkout(String name, String commit) {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final String REFERENCE = "ref: ";

    /** Reads the few files of Git that name the commit; what cannot be read counts as not there. */
    public static Checkout of(Path root) {
        return new Checkout(String.valueOf(root.getFileName()), commit(root).orElse(""));
    }

    private static Optional<String> commit(Path root) {
        try {
            Optional<Path> git = gitFolder(root);
            if (git.isEmpty()) {
                return Optional.empty();
            }
            String head = read(git.get().resolve("HEAD"));
            if (!head.startsWith(REFERENCE)) {
                return valid(head);
            }
            String reference = head.substring(REFERENCE.length());
            Path common = commonFolder(git.get());
            Path loose = common.resolve(reference).normalize();
            return loose.startsWith(common) && Files.isRegularFile(loose)
                    ? valid(read(loose))
                    : packed(common.resolve("packed-refs"), reference);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A work tree or submodule has a file there that names the folder. */
    private static Optional<Path> gitFolder(Path root) throws IOException {
        Path git = root.resolve(".git");
        if (Files.isDirectory(git)) {
            return Optional.of(git);
        }
        if (!Files.isRegularFile(git)) {
            return Optional.empty();
        }
        String text = read(git);
        return text.startsWith("gitdir: ")
                ? Optional.of(root.resolve(text.substring("gitdir: ".length())).normalize())
                : Optional.empty();
    }

    private static Path commonFolder(Path git) throws IOException {
        Path common = git.resolve("commondir");
        return Files.isRegularFile(common) ? git.resolve(read(common)).normalize() : git.normalize();
    }

    private static Optional<String> packed(Path file, String reference) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.endsWith(" " + reference))
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .filter(text -> COMMIT.matcher(text).matches())
                    .findFirst();
        }
    }

    private static Optional<String> valid(String text) {
        return COMMIT.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    }
}
