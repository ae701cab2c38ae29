package io.polargosling.fly.decode;

import io.polargosling.fly.source.SourceRange;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file that declares an egg, with defaults filled.
 *
 * @param name the label
 * @param environment values by name; each text or a secret URI
 * @param range the header of the egg block
 */
public record EggFile(
        Located<String> name,
        FleetSpec fleet,
        GitLabSpec gitlab,
        SortedMap<String, Located<String>> environment,
        EggSettings settings,
        SourceRange range) {

    public EggFile {
        environment = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, Located<String>>) environment));
    }
}
