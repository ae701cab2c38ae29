package io.polargosling.fly.decode;

import io.polargosling.fly.source.SourceRange;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file that declares a bucket, with defaults filled: several targets that share one fleet.
 *
 * @param name the label
 * @param repos in the order written, at least one, no two of one name
 * @param environment of all repos; values by name, each text or a secret URI
 * @param range the header of the eggsbucket block
 */
public record BucketFile(
        Located<String> name,
        FleetSpec fleet,
        List<Repo> repos,
        SortedMap<String, Located<String>> environment,
        EggSettings settings,
        SourceRange range) {

    public BucketFile {
        repos = List.copyOf(repos);
        environment = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, Located<String>>) environment));
    }

    /**
     * One target.
     *
     * @param environment added to that of the bucket; wins where both have a name
     * @param range the header of the repo block
     */
    public record Repo(
            Located<String> name,
            GitLabSpec gitlab,
            SortedMap<String, Located<String>> environment,
            SourceRange range) {

        public Repo {
            environment = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, Located<String>>) environment));
        }
    }
}
