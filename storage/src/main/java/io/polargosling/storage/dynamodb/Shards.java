package io.polargosling.storage.dynamodb;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A list in several parts, for what is written so often that one part would not take it: DynamoDB admits about a
 * thousand changes a second to one partition of an index, and holds back the table when there are more.
 */
final class Shards {

    private static final int COUNT = 8;

    private Shards() {}

    /** The part of {@code list} in which {@code key} is. */
    static String of(String list, Object key) {
        return list + "#" + Math.floorMod(key.toString().hashCode(), COUNT);
    }

    /** All parts. */
    static List<String> all(String list) {
        return IntStream.range(0, COUNT).mapToObj(part -> list + "#" + part).toList();
    }
}
