package io.polargosling.storage.dynamodb;

import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.problem.InternalException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Where an item lies: in {@code partition}, at the place {@code sort}. All items of one partition are read in the order
 * of their places by one query.
 */
record Key(String partition, String sort) {

    static final String PARTITION = "pk";
    static final String SORT = "sk";

    // Two of them and a time fit into the 1024 bytes of a place.
    private static final int MAX_PART_BYTES = 450;

    /** The only item of its partition. */
    static Key single(String partition) {
        return new Key(partition, "-");
    }

    static Key of(Map<String, AttributeValue> attributes) {
        return new Key(part(attributes, PARTITION), part(attributes, SORT));
    }

    private static String part(Map<String, AttributeValue> attributes, String name) {
        var part = attributes.get(name);
        if (part == null) {
            throw new InternalException("reading an item: it has no " + name + " (expected: both parts of a key)");
        }
        return part.s();
    }

    Map<String, AttributeValue> attributes() {
        return Map.of(PARTITION, Value.text(partition), SORT, Value.text(sort));
    }

    /** {@code text} as a part of a key, whose length DynamoDB limits: what is too long is named by its hash. */
    static String part(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= MAX_PART_BYTES ? text : "sha256:" + Sha256.of(bytes);
    }

    @Override
    public String toString() {
        return partition + " " + sort;
    }
}
