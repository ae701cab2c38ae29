package io.polargosling.nest;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** The files of a Nest at one moment: a folder, a commit, or a test's map. May be asked by several threads at once. */
public interface NestFiles {

    /**
     * Paths of all regular files relative to the Nest's root, with {@code /}, whatever their names; never of a symbolic
     * link, of anything behind one, or of a submodule.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when they cannot be listed now
     */
    SortedSet<String> paths();

    /**
     * The bytes of one of {@link #paths}. Of a file above {@link io.polargosling.fly.source.SourceFile#MAX_BYTES} any
     * part longer than that will do.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when it cannot be read now
     */
    byte[] read(String path);

    /**
     * Paths of symbolic links and submodules; what stands there is not usable, which is not the same as gone.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when they cannot be listed now
     */
    SortedSet<String> links();

    /**
     * A text that two of {@link #paths} share only when their bytes are the same, such as Git's id of a blob; empty when
     * that is not known without reading.
     */
    Optional<String> contentId(String path);

    /** The files below a folder; its {@code .git} is left out. */
    static NestFiles ofDirectory(Path root) {
        return new DirectoryNestFiles(root);
    }

    /** Files held in memory, by path. */
    static NestFiles of(Map<String, byte[]> files) {
        return new MemoryNestFiles(files);
    }
}
