package io.polargosling.cli.check;

import io.polargosling.domain.problem.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A path given by the user and the Nest it belongs to.
 *
 * @param root absolute
 * @param inside relative to the root, with {@code /}; empty for the whole Nest
 */
record NestPath(Path root, String inside) {

    /**
     * The Nest at or above {@code given}.
     *
     * @throws NotFoundException when there is no such path, or no Nest around it
     */
    static NestPath of(Path given) {
        Path path = given.toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            throw new NotFoundException("\"" + given + "\" does not exist");
        }
        @Nullable Path folder = path;
        while (folder != null && !isNest(folder)) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new NotFoundException(
                    "\"" + given + "\" is in no Nest (expected: a folder with Eggs or UF in it, or a path below one)");
        }
        return new NestPath(folder, folder.relativize(path).toString().replace('\\', '/'));
    }

    private static boolean isNest(Path folder) {
        return Files.isDirectory(folder.resolve("Eggs")) || Files.isDirectory(folder.resolve("UF"));
    }

    /** True when the file {@code path} of the Nest is meant. */
    boolean covers(String path) {
        return inside.isEmpty() || path.equals(inside) || path.startsWith(inside + "/");
    }
}
