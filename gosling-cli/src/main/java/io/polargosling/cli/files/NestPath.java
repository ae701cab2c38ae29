package io.polargosling.cli.files;

import io.polargosling.domain.problem.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A path given by the user and the Nest it belongs to.
 *
 * @param root absolute
 * @param inside relative to the root, with {@code /}; empty for the whole Nest
 */
public record NestPath(Path root, String inside) {

    /**
     * The Nest at or above {@code given}; empty when it is in none.
     *
     * @throws NotFoundException when there is no such path
     */
    public static Optional<NestPath> of(Path given) {
        Path path = given.toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            throw new NotFoundException("\"" + given + "\" does not exist");
        }
        return rootOf(path)
                .map(root -> new NestPath(root, root.relativize(path).toString().replace('\\', '/')));
    }

    /** The root of the Nest a path is in, whether or not there is such a path; absolute. */
    public static Optional<Path> rootOf(Path path) {
        @Nullable Path folder = path.toAbsolutePath().normalize();
        while (folder != null && !isNest(folder)) {
            folder = folder.getParent();
        }
        return Optional.ofNullable(folder);
    }

    private static boolean isNest(Path folder) {
        return Files.isDirectory(folder.resolve("Eggs")) || Files.isDirectory(folder.resolve("UF"));
    }

    /** True when the file {@code path} of the Nest is meant. */
    public boolean covers(String path) {
        return inside.isEmpty() || path.equals(inside) || path.startsWith(inside + "/");
    }
}
