package io.polargosling.fly.eval;

import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads JSON as RFC 8259 has it; of a name that stands twice in an object the last counts. Never throws, linear in time. */
public final class JsonReader {

    /** Also the depth of nesting; a reader of the result may go through it by recursion. */
    private static final int MAX_DEPTH = 200;

    /** Making a number of a text takes time that grows with the square of its length. */
    private static final int MAX_NUMBER = 1000;

    private static final int MAX_EXPONENT_DIGITS = 3;

    /** What the text of a value gives. */
    public sealed interface Result permits Value, Malformed {}

    /** What the text of an object gives. */
    public sealed interface ObjectResult permits Entries, Malformed {}

    /** The one value of the text. */
    public record Value(FlyValue value) implements Result {}

    /** The entries of the one object of the text, in the order written. */
    public record Entries(List<Entry> entries) implements ObjectResult {
        public Entries {
            entries = List.copyOf(entries);
        }
    }

    /** Where the text stops being JSON, and what was expected there; nothing of the text is repeated. */
    public record Malformed(int offset, String message) implements Result, ObjectResult {}

    /** A name with its value, and where the value stands in the text. */
    public record Entry(String name, FlyValue value, int start, int end) {}

    private final String text;
    private int at;
    private int depth;
    private @Nullable Malformed problem;

    private JsonReader(String text) {
        this.text = text;
    }

    /** Reads a text that holds one value. */
    public static Result read(String text) {
        var reader = new JsonReader(text);
        FlyValue value = reader.value();
        Malformed problem = reader.end();
        return problem != null || value == null ? reader.malformed() : new Value(value);
    }

    /** Reads a text that holds one object. */
    public static ObjectResult readObject(String text) {
        var reader = new JsonReader(text);
        reader.blanks();
        List<Entry> entries = reader.take('{') ? reader.entries() : List.of();
        if (reader.at == 0 || text.charAt(reader.at - 1) != '}') {
            reader.fail("expected an object");
        }
        return reader.end() != null ? reader.malformed() : new Entries(entries);
    }

    private @Nullable Malformed end() {
        blanks();
        if (problem == null && at < text.length()) {
            fail("expected nothing more");
        }
        return problem;
    }

    private Malformed malformed() {
        return problem == null ? new Malformed(at, "expected a value") : problem;
    }

    /** The first problem is the one that counts. */
    private @Nullable FlyValue fail(String message) {
        if (problem == null) {
            problem = new Malformed(at, message);
        }
        return null;
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private @Nullable FlyValue value() {
        blanks();
        if (at == text.length()) {
            return fail("expected a value");
        }
        if (depth == MAX_DEPTH) {
            return fail("expected at most " + MAX_DEPTH + " levels");
        }
        depth++;
        FlyValue value = switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", FlyValue.of(true));
            case 'f' -> word("false", FlyValue.of(false));
            case 'n' -> word("null", new FlyValue.NullValue());
            default -> number();
        };
        depth--;
        return value;
    }

    private @Nullable FlyValue object() {
        at++;
        var entries = new LinkedHashMap<String, FlyValue>();
        entries().forEach(entry -> entries.put(entry.name(), entry.value()));
        return problem == null ? new ObjectValue(entries) : null;
    }

    /** What stands behind the opening brace, the closing one included. */
    private List<Entry> entries() {
        var entries = new ArrayList<Entry>();
        blanks();
        if (take('}')) {
            return entries;
        }
        while (problem == null) {
            blanks();
            if (at == text.length() || text.charAt(at) != '"') {
                fail("expected a name in double quotes");
                break;
            }
            FlyValue name = string();
            blanks();
            if (problem == null && !take(':')) {
                fail("expected \":\"");
            }
            blanks();
            int start = at;
            FlyValue value = problem == null ? value() : null;
            if (name instanceof FlyValue.StringValue(String key) && value != null) {
                entries.add(new Entry(key, value, start, at));
            }
            blanks();
            if (problem == null && !take(',')) {
                if (take('}')) {
                    break;
                }
                fail("expected \",\" or \"}\"");
            }
        }
        return entries;
    }

    private @Nullable FlyValue array() {
        at++;
        var items = new ArrayList<FlyValue>();
        blanks();
        if (take(']')) {
            return new ListValue(items);
        }
        while (problem == null) {
            FlyValue item = value();
            if (item != null) {
                items.add(item);
            }
            blanks();
            if (problem == null && !take(',')) {
                if (take(']')) {
                    return new ListValue(items);
                }
                fail("expected \",\" or \"]\"");
            }
        }
        return null;
    }

    private @Nullable FlyValue word(String word, FlyValue value) {
        if (!text.startsWith(word, at)) {
            return fail("expected a value");
        }
        at += word.length();
        return value;
    }

    private @Nullable FlyValue number() {
        int start = at;
        take('-');
        int whole = at;
        boolean valid = digits() && (text.charAt(whole) != '0' || at == whole + 1);
        if (valid && take('.')) {
            valid = digits();
        }
        int exponent = at;
        if (valid && (take('e') || take('E'))) {
            boolean signed = take('+') || take('-');
            exponent = signed ? at : exponent + 1;
            valid = digits();
        }
        boolean tooLong = exponent - start > MAX_NUMBER || at - exponent > MAX_EXPONENT_DIGITS;
        if (!valid || tooLong) {
            at = start;
            return fail(valid ? "expected a number with fewer digits" : "expected a value");
        }
        return FlyValue.of(new BigDecimal(text.substring(start, at)));
    }

    private boolean digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at > start;
    }

    private @Nullable FlyValue string() {
        at++;
        var out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return FlyValue.of(out.toString());
            }
            if (c < ' ') {
                return fail("expected control characters in strings as escapes");
            }
            at++;
            if (c != '\\') {
                out.append(c);
            } else if (!escape(out)) {
                return fail("expected an escape such as \\n, \\\" or \\u0041");
            }
        }
        return fail("expected a closing quote");
    }

    private boolean escape(StringBuilder out) {
        char c = at < text.length() ? text.charAt(at++) : ' ';
        int simple = "\"\\/bfnrt".indexOf(c);
        if (simple >= 0) {
            out.append("\"\\/\b\f\n\r\t".charAt(simple));
            return true;
        }
        if (c != 'u' || at + 4 > text.length()) {
            return false;
        }
        int code = 0;
        for (int end = at + 4; at < end; at++) {
            int digit = Character.digit(text.charAt(at), 16);
            if (digit < 0 || text.charAt(at) > 'f') {
                return false;
            }
            code = code * 16 + digit;
        }
        out.append((char) code);
        return true;
    }
}
