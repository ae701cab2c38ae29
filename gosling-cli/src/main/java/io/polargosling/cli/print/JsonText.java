package io.polargosling.cli.print;

import io.polargosling.fly.print.JsonString;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON piece by piece. It is small on purpose: a command that prints one document need not load a library for it.
 * Whoever writes sees to the order of names and values.
 */
public final class JsonText {

    private final StringBuilder out = new StringBuilder();
    private final boolean indented;
    private int depth;
    private boolean first = true;
    private boolean afterName;

    private JsonText(boolean indented) {
        this.indented = indented;
    }

    /** For people: a line for each value, two blanks for each level. */
    public static JsonText indented() {
        return new JsonText(true);
    }

    /** All on one line. */
    public static JsonText onOneLine() {
        return new JsonText(false);
    }

    public JsonText openObject() {
        return open('{');
    }

    public JsonText closeObject() {
        return close('}');
    }

    public JsonText openArray() {
        return open('[');
    }

    public JsonText closeArray() {
        return close(']');
    }

    /** Begins a member of the open object. */
    public JsonText name(String name) {
        separate();
        JsonString.append(out, name);
        out.append(indented ? ": " : ":");
        afterName = true;
        return this;
    }

    public JsonText value(@Nullable String text) {
        separate();
        if (text == null) {
            out.append("null");
        } else {
            JsonString.append(out, text);
        }
        return this;
    }

    public JsonText value(long number) {
        separate();
        out.append(number);
        return this;
    }

    public JsonText value(boolean flag) {
        separate();
        out.append(flag);
        return this;
    }

    /** Begins a member and gives its value. */
    public JsonText field(String name, @Nullable String text) {
        return name(name).value(text);
    }

    public JsonText field(String name, long number) {
        return name(name).value(number);
    }

    public JsonText field(String name, boolean flag) {
        return name(name).value(flag);
    }

    /** What was written so far. */
    @Override
    public String toString() {
        return out.toString();
    }

    private JsonText open(char bracket) {
        separate();
        out.append(bracket);
        depth++;
        first = true;
        return this;
    }

    private JsonText close(char bracket) {
        depth--;
        if (!first) {
            breakLine();
        }
        out.append(bracket);
        first = false;
        return this;
    }

    private void separate() {
        if (afterName) {
            afterName = false;
            return;
        }
        if (!first) {
            out.append(',');
        }
        first = false;
        if (depth > 0) {
            breakLine();
        }
    }

    private void breakLine() {
        if (indented) {
            out.append('\n').repeat("  ", depth);
        }
    }
}
