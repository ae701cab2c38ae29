package io.polargosling.storage.dynamodb;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A part of one partition, in the order of its places.
 *
 * @param after place above which it begins
 * @param before place below which it ends; with {@code after} it may be that very place
 */
record Query(
        Index index, String partition, Optional<String> after, Optional<String> before, boolean descending, int limit) {

    /** As the limit of a partition that is small by its nature. */
    static final int ALL = 10_000;

    // The condition of two bounds takes in both, and next to no place lies between one and itself with this behind it.
    private static final String JUST_ABOVE = "\u0001";

    // Above every character that a place can have after a prefix.
    private static final String ABOVE_ALL = "~";

    /** The whole partition from its first place on. */
    static Query of(Index index, String partition, int limit) {
        return new Query(index, partition, Optional.empty(), Optional.empty(), false, limit);
    }

    /** This from the last place on. */
    Query newestFirst() {
        return new Query(index, partition, after, before, true, limit);
    }

    /** The places that begin with {@code prefix} and go on with something. */
    static Query of(Index index, String partition, String prefix, int limit) {
        return of(index, partition, limit).after(prefix).before(prefix + ABOVE_ALL);
    }

    /** This with another limit. */
    Query upTo(int count) {
        return new Query(index, partition, after, before, descending, count);
    }

    /** Only what lies above {@code place}. */
    Query after(String place) {
        return new Query(index, partition, Optional.of(place), before, descending, limit);
    }

    /** Only what lies below {@code place}. */
    Query before(String place) {
        return new Query(index, partition, after, Optional.of(place), descending, limit);
    }

    /** What follows {@code place} in the direction of this query. */
    Query beyond(String place) {
        return descending ? before(place) : new Query(index, partition, Optional.of(place), before, false, limit);
    }

    /** True when its bounds leave nothing between them, which DynamoDB does not take for a question. */
    boolean isEmpty() {
        return after.isPresent() && before.isPresent() && above(after.get()).compareTo(before.get()) > 0;
    }

    private static String above(String place) {
        return place + JUST_ABOVE;
    }

    Expression condition() {
        var values = new HashMap<String, AttributeValue>(Map.of(":partition", Value.text(partition)));
        var both = after.isPresent() && before.isPresent();
        after.ifPresent(place -> values.put(":after", Value.text(both ? above(place) : place)));
        before.ifPresent(place -> values.put(":before", Value.text(place)));
        String bounds;
        if (both) {
            bounds = " AND #" + index.sort() + " BETWEEN :after AND :before";
        } else if (after.isPresent()) {
            bounds = " AND #" + index.sort() + " > :after";
        } else {
            bounds = before.isPresent() ? " AND #" + index.sort() + " < :before" : "";
        }
        return new Expression("#" + index.partition() + " = :partition" + bounds, values);
    }
}
