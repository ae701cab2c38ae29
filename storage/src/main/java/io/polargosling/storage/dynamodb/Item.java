package io.polargosling.storage.dynamodb;

import io.polargosling.domain.problem.InternalException;
import io.polargosling.storage.json.Json;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One item: its key, its version, a domain value as {@link #DOC}, and the attributes that conditions, counters and
 * lists need beside it.
 */
record Item(Map<String, AttributeValue> attributes) {

    static final String DOC = "doc";
    static final String VERSION = "row_version";

    /** Seconds since 1970 after which DynamoDB may delete the item, in its own time. */
    static final String EXPIRES = "expires";

    Item {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** An item to be written, at its first version. */
    static Item at(Key key) {
        return new Item(key.attributes()).with(VERSION, Value.number(1));
    }

    Item version(long version) {
        return with(VERSION, Value.number(version));
    }

    Item doc(Object value) {
        return with(DOC, Value.document(value));
    }

    Item with(String name, AttributeValue value) {
        var changed = new LinkedHashMap<>(attributes);
        changed.put(name, value);
        return new Item(changed);
    }

    /** This item in a list, see {@link Index}. */
    Item in(Index index, String list, String place) {
        return with(index.partition(), Value.text(list)).with(index.sort(), Value.text(place));
    }

    /** An item that stands for another one. */
    static Item pointing(Key at, Key to) {
        return Item.at(at)
                .with("to_" + Key.PARTITION, Value.text(to.partition()))
                .with("to_" + Key.SORT, Value.text(to.sort()));
    }

    /** The item that this one stands for. */
    Key target() {
        return new Key(
                text("to_" + Key.PARTITION).orElse(""), text("to_" + Key.SORT).orElse(""));
    }

    Item expires(Instant at) {
        return with(EXPIRES, Value.number(at.getEpochSecond()));
    }

    Key key() {
        return Key.of(attributes);
    }

    <T> T doc(Class<T> type) {
        return doc(DOC, type);
    }

    /** The value that attribute {@code name} holds. */
    <T> T doc(String name, Class<T> type) {
        return Json.read(Documents.tree(required(attributes, name)), type);
    }

    long version() {
        return number(VERSION);
    }

    /** The number called {@code name}; 0 where there is none. */
    long number(String name) {
        return Optional.ofNullable(attributes.get(name))
                .map(AttributeValue::n)
                .map(Long::parseLong)
                .orElse(0L);
    }

    boolean has(String name) {
        return attributes.containsKey(name);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(attributes.get(name)).map(AttributeValue::s);
    }

    boolean flag(String name) {
        return Optional.ofNullable(attributes.get(name))
                .map(AttributeValue::bool)
                .orElse(false);
    }

    /** The set of texts called {@code name}; empty where there is none. */
    List<String> texts(String name) {
        return Optional.ofNullable(attributes.get(name)).map(AttributeValue::ss).orElse(List.of());
    }

    /** Its place in a list that it is in. */
    String place(Index index) {
        return required(attributes, index.sort()).s();
    }

    private static AttributeValue required(Map<String, AttributeValue> attributes, String name) {
        var value = attributes.get(name);
        if (value == null) {
            throw new InternalException("reading an item: it has no " + name + " (expected: one that we wrote)");
        }
        return value;
    }
}
