package io.polargosling.nest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Texts by path whose contents are told apart without reading, as in a commit; it keeps which were read. */
final class IdentifiedFiles implements NestFiles {

    final List<String> read = Collections.synchronizedList(new ArrayList<>());
    private final TreeMap<String, String> texts;
    private final SortedSet<String> links;

    IdentifiedFiles(Map<String, String> texts, String... links) {
        this.texts = new TreeMap<>(texts);
        this.links = new TreeSet<>(List.of(links));
    }

    @Override
    public SortedSet<String> paths() {
        return new TreeSet<>(texts.keySet());
    }

    @Override
    public SortedSet<String> links() {
        return links;
    }

    @Override
    public Optional<String> contentId(String path) {
        return Optional.of(CanonicalJson.sha256(text(path)));
    }

    @Override
    public byte[] read(String path) {
        read.add(path);
        return text(path).getBytes(StandardCharsets.UTF_8);
    }

    private String text(String path) {
        return Optional.ofNullable(texts.get(path)).orElseThrow();
    }
}
