package io.polargosling.domain.egg;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One target of a bucket.
 *
 * @param name unlike that of any other repo of the bucket, letter case aside; of the form of an egg's name
 * @param environment added to that of the bucket; wins where both have a name
 */
public record BucketRepo(String name, GitLabBinding gitlab, Map<String, String> environment) {

    public BucketRepo {
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    }
}
