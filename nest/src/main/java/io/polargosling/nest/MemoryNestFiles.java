package io.polargosling.nest;

import io.polargosling.domain.problem.UnavailableException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Files in a map. */
final class MemoryNestFiles implements NestFiles {

    private final SortedMap<String, byte[]> files;

    MemoryNestFiles(Map<String, byte[]> files) {
        this.files = new TreeMap<>(files);
    }

    @Override
    public SortedSet<String> paths() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(files.keySet()));
    }

    @Override
    public SortedSet<String> links() {
        return Collections.emptySortedSet();
    }

    @Override
    public Optional<String> contentId(String path) {
        return Optional.empty();
    }

    @Override
    public byte[] read(String path) {
        byte[] bytes = files.get(path);
        if (bytes == null) {
            throw new UnavailableException("reading \"" + path + "\" of the Nest: no such file");
        }
        return bytes.clone();
    }
}
