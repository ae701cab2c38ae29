package io.polargosling.fly.print;

import io.polargosling.fly.eval.Evaluated;
import io.polargosling.fly.eval.EvaluatedBlock;
import io.polargosling.fly.eval.EvaluatedFile;
import io.polargosling.fly.eval.FlyValue;
import io.polargosling.fly.eval.FlyValue.BoolValue;
import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.NullValue;
import io.polargosling.fly.eval.FlyValue.NumberValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import io.polargosling.fly.eval.FlyValue.SetValue;
import io.polargosling.fly.eval.FlyValue.StringValue;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * An evaluated file as JSON: two blanks for each level, keys sorted, whole numbers without fraction and exponent, and
 * {@code "***"} for a value something sensitive went into.
 *
 * <pre>
 * {
 *   "blocks": [
 *     {
 *       "attributes": {
 *         "enabled": true
 *       },
 *       "labels": [
 *         "web"
 *       ],
 *       "type": "egg"
 *     }
 *   ]
 * }
 * </pre>
 */
public final class JsonPrinter {

    private static final String MASK = "***";

    private final StringBuilder out = new StringBuilder();

    private JsonPrinter() {}

    /** The document, ended by a line break; attributes outside of any block are there only when the file has some. */
    public static String print(EvaluatedFile file) {
        var printer = new JsonPrinter();
        var fields = new TreeMap<String, Consumer<String>>();
        fields.put("blocks", indent -> printer.blocks(file.blocks(), indent));
        if (!file.attributes().isEmpty()) {
            fields.put("attributes", indent -> printer.attributes(file.attributes(), indent));
        }
        printer.object(fields, "");
        return printer.out.append('\n').toString();
    }

    /** One value on its own, without a line break behind it. */
    public static String print(FlyValue value) {
        var printer = new JsonPrinter();
        printer.value(value, "");
        return printer.out.toString();
    }

    private void blocks(List<EvaluatedBlock> blocks, String indent) {
        array(blocks, indent, this::block);
    }

    private void block(EvaluatedBlock block, String indent) {
        var fields = new TreeMap<String, Consumer<String>>();
        fields.put("type", inner -> text(block.type()));
        fields.put("labels", inner -> labels(block.labels(), inner));
        if (!block.attributes().isEmpty()) {
            fields.put("attributes", inner -> attributes(block.attributes(), inner));
        }
        if (!block.blocks().isEmpty()) {
            fields.put("blocks", inner -> blocks(block.blocks(), inner));
        }
        object(fields, indent);
    }

    private void labels(List<String> labels, String indent) {
        if (labels.isEmpty()) {
            out.append("null");
        } else {
            array(labels, indent, (label, inner) -> text(label));
        }
    }

    private void attributes(SortedMap<String, Evaluated> attributes, String indent) {
        var fields = new TreeMap<String, Consumer<String>>();
        attributes.forEach((name, found) -> fields.put(name, inner -> {
            if (found.sensitive()) {
                text(MASK);
            } else {
                value(found.value(), inner);
            }
        }));
        object(fields, indent);
    }

    private void value(FlyValue value, String indent) {
        switch (value) {
            case StringValue(String text) -> text(text);
            case NumberValue number -> out.append(number.text());
            case BoolValue(boolean bool) -> out.append(bool);
            case NullValue nothing -> out.append("null");
            case ListValue(List<FlyValue> items) -> array(items, indent, this::value);
            case SetValue(List<FlyValue> items) -> array(items, indent, this::value);
            case ObjectValue object -> {
                var fields = new TreeMap<String, Consumer<String>>();
                object.entries().forEach((name, entry) -> fields.put(name, inner -> value(entry, inner)));
                object(fields, indent);
            }
        }
    }

    private void object(SortedMap<String, Consumer<String>> fields, String indent) {
        if (fields.isEmpty()) {
            out.append("{}");
            return;
        }
        String inner = indent + "  ";
        String before = "{\n";
        for (Map.Entry<String, Consumer<String>> field : fields.entrySet()) {
            out.append(before).append(inner);
            text(field.getKey());
            out.append(": ");
            field.getValue().accept(inner);
            before = ",\n";
        }
        out.append('\n').append(indent).append('}');
    }

    private <T> void array(Collection<T> items, String indent, Item<T> printed) {
        if (items.isEmpty()) {
            out.append("[]");
            return;
        }
        String inner = indent + "  ";
        String before = "[\n";
        for (T item : items) {
            out.append(before).append(inner);
            printed.print(item, inner);
            before = ",\n";
        }
        out.append('\n').append(indent).append(']');
    }

    private interface Item<T> {
        void print(T item, String indent);
    }

    private void text(String text) {
        JsonString.append(out, text);
    }
}
