package io.polargosling.fly.eval;

import io.polargosling.fly.eval.FlyValue.BoolValue;
import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.NullValue;
import io.polargosling.fly.eval.FlyValue.NumberValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import io.polargosling.fly.eval.FlyValue.SetValue;
import io.polargosling.fly.eval.FlyValue.StringValue;
import java.util.List;
import java.util.TreeMap;

/** Values as JSON on one line, as Terraform writes it: keys sorted, characters that mean something in HTML escaped. */
final class JsonText {

    private final StringBuilder out = new StringBuilder();

    private JsonText() {}

    /** The text of a value that can be walked. */
    static String of(FlyValue value) {
        var text = new JsonText();
        text.value(value);
        return text.out.toString();
    }

    private void value(FlyValue value) {
        switch (value) {
            case StringValue(String text) -> text(text);
            case NumberValue number -> out.append(number.text());
            case BoolValue(boolean bool) -> out.append(bool);
            case NullValue nothing -> out.append("null");
            case ListValue(List<FlyValue> items) -> items(items);
            case SetValue(List<FlyValue> items) -> items(items);
            case ObjectValue object -> object(object);
        }
    }

    private void items(List<FlyValue> items) {
        out.append('[');
        for (int i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : ",");
            value(items.get(i));
        }
        out.append(']');
    }

    private void object(ObjectValue object) {
        var sorted = new TreeMap<String, FlyValue>(TextOrder.CODE_POINTS);
        sorted.putAll(object.entries());
        out.append('{');
        boolean[] first = {true};
        sorted.forEach((name, value) -> {
            out.append(first[0] ? "" : ",");
            first[0] = false;
            text(name);
            out.append(':');
            value(value);
        });
        out.append('}');
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '<', '>', '&', '\u2028', '\u2029' -> out.append("\\u%04x".formatted((int) c));
                default -> {
                    if (c < ' ') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
