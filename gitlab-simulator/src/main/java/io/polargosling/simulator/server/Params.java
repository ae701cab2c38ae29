package io.polargosling.simulator.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The parameters of a request, whatever way they came; a list may be written {@code name[]}. */
final class Params {

    private final Map<String, List<String>> values;
    private final ObjectNode json;

    private Params(Map<String, List<String>> values, ObjectNode json) {
        this.values = values;
        this.json = json;
    }

    static Params of(@Nullable String rawQuery, String contentType, byte[] body) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        addPairs(values, rawQuery == null ? "" : rawQuery);
        ObjectNode json = Json.object();
        if (contentType.startsWith("application/x-www-form-urlencoded")) {
            addPairs(values, new String(body, StandardCharsets.UTF_8));
        } else if (contentType.startsWith("application/json")) {
            json = Json.parse(body);
            addJson(values, json);
        }
        return new Params(values, json);
    }

    private static void addPairs(Map<String, List<String>> values, String pairs) {
        for (String pair : pairs.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                add(values, decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
    }

    private static void addJson(Map<String, List<String>> values, ObjectNode json) {
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (field.getValue().isArray()) {
                values.computeIfAbsent(field.getKey(), name -> new ArrayList<>());
                field.getValue()
                        .forEach(entry -> Json.scalar(entry).ifPresent(text -> add(values, field.getKey(), text)));
            } else {
                add(values, field.getKey(), Json.scalar(field.getValue()).orElse(""));
            }
        }
    }

    private static void add(Map<String, List<String>> values, String name, String value) {
        String plain = name.endsWith("[]") ? name.substring(0, name.length() - 2) : name;
        values.computeIfAbsent(plain, key -> new ArrayList<>()).add(value);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    void each(BiConsumer<String, List<String>> visitor) {
        values.forEach(visitor);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The last value given; empty when absent or blank. */
    Optional<String> text(String name) {
        List<String> given = values.getOrDefault(name, List.of());
        return given.isEmpty() || given.getLast().isEmpty() ? Optional.empty() : Optional.of(given.getLast());
    }

    String required(String name) {
        return text(name).orElseThrow(() -> Refusal.error(400, name + " is missing"));
    }

    List<String> list(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The entries of a comma-separated text or of a list. */
    List<String> commaSeparated(String name) {
        List<String> parts = new ArrayList<>();
        for (String value : list(name)) {
            for (String part : value.split(",", -1)) {
                if (!part.isBlank()) {
                    parts.add(part.strip());
                }
            }
        }
        return parts;
    }

    Optional<Boolean> flag(String name) {
        return text(name).map(value -> switch (value) {
            case "true", "1", "t", "on" -> true;
            case "false", "0", "f", "off" -> false;
            default -> throw Refusal.error(400, name + " is invalid");
        });
    }

    OptionalInt number(String name) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(value.get()));
        } catch (NumberFormatException e) {
            throw Refusal.error(400, name + " is invalid");
        }
    }

    /** The JSON body, empty when the parameters came another way. */
    ObjectNode json() {
        return json;
    }
}
