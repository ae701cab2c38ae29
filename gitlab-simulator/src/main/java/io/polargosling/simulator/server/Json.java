package io.polargosling.simulator.server;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON trees and the forms GitLab gives to times. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SPACED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static ArrayNode strings(Iterable<String> values) {
        ArrayNode array = array();
        values.forEach(array::add);
        return array;
    }

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    static String write(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /** Reads an object; an empty body is an empty object. */
    static ObjectNode parse(byte[] body) {
        if (body.length == 0) {
            return object();
        }
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw Refusal.error(400, "body is not JSON: " + e.getOriginalMessage());
        }
        throw Refusal.error(400, "body is not a JSON object");
    }

    /** The scalar under a key as text; empty when absent or null. */
    static Optional<String> text(JsonNode node, String key) {
        return Optional.ofNullable(node.get(key)).flatMap(Json::scalar);
    }

    static Optional<String> scalar(JsonNode node) {
        if (node.isString()) {
            return Optional.of(node.stringValue());
        }
        return node.isValueNode() && !node.isNull() ? Optional.of(node.toString()) : Optional.empty();
    }

    /** The texts of an array under a key; empty when absent. */
    static List<String> texts(JsonNode node, String key) {
        List<String> values = new ArrayList<>();
        JsonNode array = node.get(key);
        if (array != null && array.isArray()) {
            array.forEach(entry -> scalar(entry).ifPresent(values::add));
        }
        return values;
    }

    /** The REST form of a time: {@code 2026-05-14T09:02:15.123Z}. */
    static @Nullable String rest(@Nullable Instant time) {
        return time == null ? null : MILLIS.format(time);
    }

    /** The older webhook form of a time: {@code 2026-05-14 09:02:15 UTC}. */
    static @Nullable String spaced(@Nullable Instant time) {
        return time == null ? null : SPACED.format(time);
    }

    /** The newer webhook form of a time: {@code 2026-05-14T09:02:15Z}. */
    static @Nullable String iso(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
