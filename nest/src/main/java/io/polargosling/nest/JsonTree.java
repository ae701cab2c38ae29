package io.polargosling.nest;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** An object of {@link CanonicalJson} under construction; what is absent or empty of itself is left out. */
final class JsonTree {

    private final Map<String, Object> entries = new TreeMap<>();

    JsonTree put(String name, String text) {
        entries.put(name, text);
        return this;
    }

    JsonTree put(String name, long number) {
        entries.put(name, number);
        return this;
    }

    JsonTree put(String name, boolean bool) {
        entries.put(name, bool);
        return this;
    }

    /** In seconds. */
    JsonTree put(String name, Duration duration) {
        return put(name, duration.toSeconds());
    }

    JsonTree put(String name, Optional<String> text) {
        text.ifPresent(value -> put(name, value));
        return this;
    }

    JsonTree put(String name, OptionalInt number) {
        number.ifPresent(value -> put(name, value));
        return this;
    }

    JsonTree put(String name, OptionalLong number) {
        number.ifPresent(value -> put(name, value));
        return this;
    }

    JsonTree put(String name, Collection<?> items) {
        entries.put(name, items);
        return this;
    }

    JsonTree put(String name, Map<String, ?> object) {
        entries.put(name, object);
        return this;
    }

    JsonTree put(String name, JsonTree object) {
        entries.put(name, object.entries);
        return this;
    }

    Map<String, Object> entries() {
        return entries;
    }
}
