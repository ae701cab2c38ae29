package io.polargosling.nest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** JSON in exactly one form for each value: keys sorted, no blanks, whole numbers only, escapes only where needed. */
final class CanonicalJson {

    private CanonicalJson() {}

    /** Writes maps with text keys, collections, text, whole numbers and booleans. */
    static String write(Object value) {
        var out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void append(StringBuilder out, Object value) {
        switch (value) {
            case Map<?, ?> map -> object(out, map);
            case Collection<?> list -> {
                String separator = "";
                out.append('[');
                for (Object item : list) {
                    out.append(separator);
                    append(out, item);
                    separator = ",";
                }
                out.append(']');
            }
            case String text -> string(out, text);
            case Integer number -> out.append(number.intValue());
            case Long number -> out.append(number.longValue());
            case Boolean bool -> out.append(bool.booleanValue());
            default ->
                throw new IllegalArgumentException(
                        "value of " + value.getClass() + " (expected: map, collection, text, whole number, boolean)");
        }
    }

    private static void object(StringBuilder out, Map<?, ?> map) {
        Map<?, ?> sorted = map instanceof SortedMap<?, ?> ? map : new TreeMap<Object, Object>(map);
        String separator = "";
        out.append('{');
        for (Map.Entry<?, ?> entry : sorted.entrySet()) {
            out.append(separator);
            string(out, (String) entry.getKey());
            out.append(':');
            append(out, entry.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private static void string(StringBuilder out, String text) {
        out.append('"');
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                out.append(text, from, i);
                escaped(out, c);
                from = i + 1;
            }
        }
        out.append(text, from, text.length()).append('"');
    }

    private static void escaped(StringBuilder out, char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append("\\u%04x".formatted((int) c));
        }
    }
}
