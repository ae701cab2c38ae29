package io.polargosling.storage.dynamodb;

import io.polargosling.domain.problem.InvalidException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How much of DynamoDB's limit an item takes, by the rules it documents, rounded up. */
final class ItemSize {

    /** Names and values together; one byte more is refused. */
    static final int MAX_BYTES = 400 * 1024 - 1;

    private static final int LARGEST_NUMBER = 21;

    private ItemSize() {}

    /** @throws InvalidException when the item is over the limit; the message names its largest part */
    static void check(String what, Item item) {
        long size = of(item.attributes());
        if (size > MAX_BYTES) {
            throw new InvalidException(what + ": " + largest("", item.attributes()) + " the row " + size
                    + " bytes long (expected: at most " + MAX_BYTES + " bytes; make it smaller)");
        }
    }

    private static String largest(String path, Map<String, AttributeValue> attributes) {
        var entry = attributes.entrySet().stream()
                .max(Comparator.comparingLong(one -> of(one.getValue())))
                .orElseThrow();
        String name = path + entry.getKey();
        return entry.getValue().hasM() && !entry.getValue().m().isEmpty()
                ? largest(name + ".", entry.getValue().m())
                : name + " with " + of(entry.getValue()) + " bytes makes";
    }

    private static long of(Map<String, AttributeValue> attributes) {
        return attributes.entrySet().stream()
                .mapToLong(entry -> bytes(entry.getKey()) + of(entry.getValue()))
                .sum();
    }

    private static long of(AttributeValue value) {
        return switch (value.type()) {
            case S -> bytes(value.s());
            case N -> Math.min(value.n().length() / 2 + 2, LARGEST_NUMBER);
            case B -> value.b().asByteArrayUnsafe().length;
            case SS -> value.ss().stream().mapToLong(ItemSize::bytes).sum();
            case NS -> (long) LARGEST_NUMBER * value.ns().size();
            case BS ->
                value.bs().stream().mapToLong(b -> b.asByteArrayUnsafe().length).sum();
            case M -> 3 + value.m().size() + of(value.m());
            case L ->
                3
                        + value.l().size()
                        + value.l().stream().mapToLong(ItemSize::of).sum();
            case BOOL, NUL, UNKNOWN_TO_SDK_VERSION -> 1;
        };
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
