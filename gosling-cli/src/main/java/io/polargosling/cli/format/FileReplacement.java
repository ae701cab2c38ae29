package io.polargosling.cli.format;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;

/** Gives a file new content so that at every moment it has either the old one or the new one. */
final class FileReplacement {

    private FileReplacement() {}

    /** Keeps the file's mode; of a symbolic link the file it points at is written. */
    static void write(Path given, byte[] content) throws IOException {
        Path file = given.toRealPath();
        if (!Files.isWritable(file)) {
            // Moving another file there would work.
            throw new AccessDeniedException(file.toString());
        }
        Path folder = file.getParent();
        Path fresh = Files.createTempFile(folder == null ? Path.of("/") : folder, ".gosling-fmt", ".tmp");
        try {
            Files.write(fresh, content);
            var mode = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (mode != null) {
                Files.setPosixFilePermissions(fresh, mode.readAttributes().permissions());
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
