package io.polargosling.fly.decode;

import io.polargosling.fly.eval.Evaluated;
import io.polargosling.fly.eval.Evaluator;
import io.polargosling.fly.eval.FlyValue;
import io.polargosling.fly.source.SourceRange;
import io.polargosling.fly.syntax.Block;
import io.polargosling.fly.syntax.BlockLabel;
import io.polargosling.fly.syntax.Body;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Typed values and evaluated bodies as JSON with two blanks for each level, for comparison with files. */
final class Dump {

    private Dump() {}

    static String body(Body body, Evaluator evaluator) {
        return json(plain(body, evaluator), "");
    }

    static String typed(Object value) {
        return json(plain(value), "");
    }

    private static Map<String, @Nullable Object> plain(Body body, Evaluator evaluator) {
        var result = new LinkedHashMap<String, @Nullable Object>();
        body.attributes()
                .forEach(attribute -> result.put(attribute.name(), value(evaluator.evaluate(attribute.value()))));
        List<Map<String, @Nullable Object>> blocks = body.blocks().stream()
                .filter(block ->
                        !block.type().equals("variable") && !block.type().equals("locals"))
                .map(block -> block(block, evaluator))
                .toList();
        if (!blocks.isEmpty()) {
            result.put("blocks", blocks);
        }
        return result;
    }

    private static @Nullable Object value(Optional<Evaluated> found) {
        return found.isEmpty() ? "?" : plain(found.get().value());
    }

    private static Map<String, @Nullable Object> block(Block block, Evaluator evaluator) {
        var result = new LinkedHashMap<String, @Nullable Object>();
        String labels = block.labels().stream().map(BlockLabel::value).collect(Collectors.joining(" "));
        result.put("block", labels.isEmpty() ? block.type() : block.type() + " " + labels);
        result.putAll(plain(block.body(), evaluator));
        return result;
    }

    private static @Nullable Object plain(Object value) {
        return switch (value) {
            case FlyValue.StringValue(String text) -> text;
            case FlyValue.NumberValue number -> new BigDecimal(number.text());
            case FlyValue.BoolValue(boolean bool) -> bool;
            case FlyValue.NullValue nothing -> null;
            case FlyValue.SetValue(List<FlyValue> items) ->
                items.stream().map(Dump::plain).toList();
            case FlyValue.ListValue(List<FlyValue> items) ->
                items.stream().map(Dump::plain).toList();
            case FlyValue.ObjectValue object -> plainMap(object.entries());
            case Located<?> located -> plain(located.value());
            case Optional<?> optional -> optional.isPresent() ? plain(optional.get()) : null;
            case OptionalInt optional -> optional.isPresent() ? (Integer) optional.getAsInt() : null;
            case GitLabSpec.Target.Project(long id) -> "project " + id;
            case GitLabSpec.Target.Group(long id) -> "group " + id;
            case Map<?, ?> map -> plainMap(map);
            case Collection<?> list -> list.stream().map(Dump::plain).toList();
            case Number number -> number;
            case Boolean bool -> bool;
            case ByteSize size -> size.toString();
            case Record record -> plainRecord(record);
            case Object other -> other.toString();
        };
    }

    private static Map<String, @Nullable Object> plainMap(Map<?, ?> map) {
        var result = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, entry) -> result.put(String.valueOf(key), plain(entry)));
        return result;
    }

    private static Map<String, @Nullable Object> plainRecord(Record record) {
        var result = new LinkedHashMap<String, @Nullable Object>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            if (component.getType() != SourceRange.class) {
                try {
                    result.put(
                            component.getName(), plain(component.getAccessor().invoke(record)));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException("reading " + component, e);
                }
            }
        }
        return result;
    }

    private static String json(@Nullable Object value, String indent) {
        String inner = indent + "  ";
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map when map.isEmpty() -> "{}";
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry ->
                                inner + quoted(String.valueOf(entry.getKey())) + ": " + json(entry.getValue(), inner))
                        .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
            case Collection<?> list when list.isEmpty() -> "[]";
            case Collection<?> list ->
                list.stream()
                        .map(item -> inner + json(item, inner))
                        .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
            case BigDecimal number -> number.toPlainString();
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            case Object other -> quoted(other.toString());
        };
    }

    private static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                        .replace("\r", "\\r")
                + "\"";
    }
}
