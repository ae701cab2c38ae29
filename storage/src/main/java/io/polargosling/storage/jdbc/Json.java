package io.polargosling.storage.jdbc;

import tools.jackson.core.type.TypeReference;

/** The JSON text of columns that hold a whole value. */
final class Json {

    private Json() {}

    static String write(Object value) {
        return io.polargosling.storage.json.Json.write(value);
    }

    static <T> T read(String text, Class<T> type) {
        return io.polargosling.storage.json.Json.read(text, type);
    }

    static <T> T read(String text, TypeReference<T> type) {
        return io.polargosling.storage.json.Json.read(text, type);
    }
}
