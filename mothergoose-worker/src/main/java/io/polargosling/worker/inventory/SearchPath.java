package io.polargosling.worker.inventory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looking a program up as a shell does. */
public final class SearchPath {

    private SearchPath() {}

    /**
     * The first executable file called {@code program} in the folders of {@code path}.
     *
     * @param path folders separated by colons; empty ones are passed over
     */
    public static Optional<Path> find(String path, String program) {
        for (var folder : path.split(":")) {
            var file = Path.of(folder, program);
            if (!folder.isEmpty() && Files.isExecutable(file) && Files.isRegularFile(file)) {
                return Optional.of(file.toAbsolutePath());
            }
        }
        return Optional.empty();
    }
}
