package io.polargosling.worker.tofu;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What encryption leaves readable of a state; it stands before all else.
 *
 * @param serial how often the state was written; empty when it does not tell
 * @param key what the key is known by that encrypted it; empty when it does not tell
 */
record StateHead(OptionalLong serial, Optional<String> key) {

    /**
     * Reads a state, or just so much of its beginning that both are in it.
     *
     * @throws tools.jackson.core.JacksonException when it is none
     */
    static StateHead read(InputStream in) {
        var serial = OptionalLong.empty();
        Optional<String> key = Optional.empty();
        try (var parser = JsonMapper.shared().createParser(in)) {
            while (serial.isEmpty() || key.isEmpty()) {
                var token = parser.nextToken();
                if (token == null) {
                    return new StateHead(serial, key);
                }
                if (token == JsonToken.PROPERTY_NAME) {
                    switch (parser.currentName()) {
                        case "serial" -> serial = number(parser);
                        case "meta" -> key = keyOf(parser);
                        case null, default -> skip(parser);
                    }
                }
            }
        } catch (StreamReadException e) {
            if (serial.isEmpty()) {
                throw e;
            }
            // What follows was cut off.
        }
        return new StateHead(serial, key);
    }

    private static OptionalLong number(JsonParser parser) {
        return parser.nextToken() == JsonToken.VALUE_NUMBER_INT
                ? OptionalLong.of(parser.getLongValue())
                : OptionalLong.empty();
    }

    private static void skip(JsonParser parser) {
        parser.nextToken();
        parser.skipChildren();
    }

    /** The meta data of the one key provider there is: Base64 of what {@code state_key.sh} said. */
    private static Optional<String> keyOf(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return Optional.empty();
        }
        for (var token = parser.nextToken(); token == JsonToken.PROPERTY_NAME; token = parser.nextToken()) {
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                return key(parser.getString());
            }
            parser.skipChildren();
        }
        return Optional.empty();
    }

    private static Optional<String> key(String meta) {
        try {
            var text = new String(Base64.getDecoder().decode(meta), StandardCharsets.UTF_8);
            return Optional.of(JsonMapper.shared()
                            .readTree(text)
                            .path("external_data")
                            .path("key_id")
                            .asString(""))
                    .filter(id -> !id.isEmpty());
        } catch (IllegalArgumentException | tools.jackson.core.JacksonException e) {
            return Optional.empty();
        }
    }
}
