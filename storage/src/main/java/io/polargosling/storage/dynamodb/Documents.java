package io.polargosling.storage.dynamodb;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** JSON trees as attributes and back: objects become maps, so that an item can be read by people and in the console. */
final class Documents {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    // A map may hold the empty text as a key, an attribute may not have it as a name.
    private static final String ESCAPE = "~";

    private Documents() {}

    /** What is null in an object is left out. */
    static AttributeValue attribute(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> AttributeValue.fromM(map(node));
            case ARRAY -> {
                var elements = new ArrayList<AttributeValue>();
                node.forEach(element -> elements.add(attribute(element)));
                yield AttributeValue.fromL(elements);
            }
            case NUMBER -> AttributeValue.fromN(node.asString());
            case BOOLEAN -> AttributeValue.fromBool(node.booleanValue());
            case STRING, BINARY -> AttributeValue.fromS(node.asString());
            case NULL, MISSING -> AttributeValue.fromNul(true);
        };
    }

    private static Map<String, AttributeValue> map(JsonNode node) {
        var map = new LinkedHashMap<String, AttributeValue>();
        for (var property : node.properties()) {
            if (!property.getValue().isNull()) {
                map.put(escaped(property.getKey()), attribute(property.getValue()));
            }
        }
        return map;
    }

    static JsonNode tree(AttributeValue value) {
        return switch (value.type()) {
            case M -> {
                var object = NODES.objectNode();
                value.m().forEach((name, member) -> object.set(unescaped(name), tree(member)));
                yield object;
            }
            case L -> {
                var array = NODES.arrayNode();
                value.l().forEach(element -> array.add(tree(element)));
                yield array;
            }
            case N -> number(value.n());
            case BOOL -> NODES.booleanNode(value.bool());
            case S -> NODES.stringNode(value.s());
            case B, SS, NS, BS, NUL, UNKNOWN_TO_SDK_VERSION -> NODES.nullNode();
        };
    }

    private static JsonNode number(String text) {
        var number = new BigDecimal(text);
        try {
            return NODES.numberNode(number.longValueExact());
        } catch (ArithmeticException e) {
            // No whole number of that size.
            return NODES.numberNode(number);
        }
    }

    private static String escaped(String name) {
        return name.isEmpty() || name.startsWith(ESCAPE) ? ESCAPE + name : name;
    }

    private static String unescaped(String name) {
        return name.startsWith(ESCAPE) ? name.substring(ESCAPE.length()) : name;
    }
}
