package io.polargosling.simulator.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the part of TOML that config.toml is written in: comments, {@code key = value} with strings, whole numbers,
 * booleans and arrays, tables and arrays of tables. Anything else is refused, never guessed.
 */
final class Toml {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

    private final String text;
    private int at;

    private Toml(String text) {
        this.text = text;
    }

    /** The root table; values are String, Long, Boolean, List and Map. Throws {@link IllegalArgumentException}. */
    static Map<String, Object> parse(String text) {
        return new Toml(text).root();
    }

    private Map<String, Object> root() {
        Map<String, Object> root = new LinkedHashMap<>();
        Map<String, Object> table = root;
        skipBlank(true);
        while (at < text.length()) {
            if (text.startsWith("[[", at)) {
                table = arrayEntry(root, header("]]", 2));
            } else if (text.charAt(at) == '[') {
                table = table(root, header("]", 1));
            } else {
                pair(table);
            }
            endOfLine();
            skipBlank(true);
        }
        return root;
    }

    private List<String> header(String close, int open) {
        int end = text.indexOf(close, at);
        if (end < 0 || text.substring(at, end).contains("\n")) {
            throw problem("table header without " + close);
        }
        List<String> path = new ArrayList<>();
        for (String part : text.substring(at + open, end).split("\\.", -1)) {
            if (!KEY.matcher(part.strip()).matches()) {
                throw problem("table name \"" + part + "\" (expected: letters, digits, - and _)");
            }
            path.add(part.strip());
        }
        at = end + close.length();
        return path;
    }

    private Map<String, Object> arrayEntry(Map<String, Object> root, List<String> path) {
        Map<String, Object> parent = descend(root, path.subList(0, path.size() - 1));
        Object array = parent.computeIfAbsent(path.getLast(), name -> new ArrayList<>());
        if (!(array instanceof List<?> list)) {
            throw problem("[[" + String.join(".", path) + "]] is not an array of tables");
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        @SuppressWarnings("unchecked") // only maps are put into lists made by the line above
        List<Object> tables = (List<Object>) list;
        tables.add(entry);
        return entry;
    }

    private Map<String, Object> table(Map<String, Object> root, List<String> path) {
        Map<String, Object> parent = descend(root, path.subList(0, path.size() - 1));
        if (parent.get(path.getLast()) instanceof Map<?, ?>) {
            return descend(parent, List.of(path.getLast()));
        }
        Map<String, Object> table = new LinkedHashMap<>();
        if (parent.put(path.getLast(), table) != null) {
            throw problem("[" + String.join(".", path) + "] is given twice");
        }
        return table;
    }

    /** Goes down to a table, making it where it is missing; of an array of tables the last one counts. */
    private Map<String, Object> descend(Map<String, Object> from, List<String> path) {
        Map<String, Object> table = from;
        for (String name : path) {
            Object next = table.computeIfAbsent(name, key -> new LinkedHashMap<String, Object>());
            if (next instanceof List<?> list && !list.isEmpty()) {
                next = list.getLast();
            }
            if (!(next instanceof Map<?, ?>)) {
                throw problem("\"" + name + "\" is not a table");
            }
            @SuppressWarnings("unchecked") // every map in the tree is made here, with text keys
            Map<String, Object> found = (Map<String, Object>) next;
            table = found;
        }
        return table;
    }

    private void pair(Map<String, Object> table) {
        Matcher key = KEY.matcher(text).region(at, text.length());
        if (!key.lookingAt()) {
            throw problem("unreadable key (expected: letters, digits, - and _)");
        }
        at = key.end();
        skipBlank(false);
        if (at >= text.length() || text.charAt(at) != '=') {
            throw problem("key \"" + key.group() + "\" without =");
        }
        at++;
        skipBlank(false);
        if (table.put(key.group(), value()) != null) {
            throw problem("key \"" + key.group() + "\" is given twice");
        }
    }

    private Object value() {
        if (at >= text.length()) {
            throw problem("missing value");
        }
        return switch (text.charAt(at)) {
            case '"' -> basicString();
            case '\'' -> literalString();
            case '[' -> array();
            default -> bare();
        };
    }

    private Object bare() {
        int end = at;
        while (end < text.length() && " \t\r\n#,]".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String word = text.substring(at, end);
        if (word.equals("true") || word.equals("false")) {
            at = end;
            return Boolean.valueOf(word);
        }
        if (!INTEGER.matcher(word).matches()) {
            throw problem("value \"" + word + "\" (expected: a string, whole number, boolean or array)");
        }
        try {
            Long number = Long.valueOf(word);
            at = end;
            return number;
        } catch (NumberFormatException e) {
            throw problem("number " + word + " is too large");
        }
    }

    private List<Object> array() {
        List<Object> values = new ArrayList<>();
        at++;
        skipBlank(true);
        while (at < text.length() && text.charAt(at) != ']') {
            values.add(value());
            skipBlank(true);
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
                skipBlank(true);
            } else if (at >= text.length() || text.charAt(at) != ']') {
                throw problem("array entry followed by neither , nor ]");
            }
        }
        if (at >= text.length()) {
            throw problem("array without ]");
        }
        at++;
        return values;
    }

    private String literalString() {
        int end = text.indexOf('\'', at + 1);
        if (end < 0 || text.substring(at, end).contains("\n") || text.startsWith("'''", at)) {
            throw problem("literal string (expected: '...' on one line)");
        }
        String value = text.substring(at + 1, end);
        at = end + 1;
        return value;
    }

    private String basicString() {
        if (text.startsWith("\"\"\"", at)) {
            throw problem("multi-line string (expected: \"...\" on one line)");
        }
        StringBuilder value = new StringBuilder();
        int i = at + 1;
        while (i < text.length() && text.charAt(i) != '"') {
            char c = text.charAt(i);
            if (c == '\n') {
                throw problem("string without closing quote");
            }
            if (c == '\\') {
                i = escape(i + 1, value);
            } else {
                value.append(c);
                i++;
            }
        }
        if (i >= text.length()) {
            throw problem("string without closing quote");
        }
        at = i + 1;
        return value.toString();
    }

    /** Reads one escape and gives the place after it. */
    private int escape(int i, StringBuilder value) {
        char c = i < text.length() ? text.charAt(i) : ' ';
        int digits = c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (digits > 0) {
            try {
                value.appendCodePoint(Integer.parseInt(text, i + 1, i + 1 + digits, 16));
                return i + 1 + digits;
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw problem("unreadable \\" + c + " escape");
            }
        }
        int known = "btnfr\"\\".indexOf(c);
        if (known < 0) {
            throw problem("unknown escape \\" + c);
        }
        value.append("\b\t\n\f\r\"\\".charAt(known));
        return i + 1;
    }

    private void skipBlank(boolean lines) {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == ' ' || c == '\t' || c == '\r' || (lines && c == '\n')) {
                at++;
            } else {
                return;
            }
        }
    }

    private void endOfLine() {
        skipBlank(false);
        if (at < text.length() && text.charAt(at) != '\n') {
            throw problem("text after a value or header");
        }
    }

    private IllegalArgumentException problem(String what) {
        long line = 1
                + text.substring(0, Math.min(at, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new IllegalArgumentException("reading configuration line " + line + ": " + what);
    }
}
