package io.polargosling.fly.eval;

import io.polargosling.fly.eval.FlyValue.BoolValue;
import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.NullValue;
import io.polargosling.fly.eval.FlyValue.NumberValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import io.polargosling.fly.eval.FlyValue.SetValue;
import io.polargosling.fly.eval.FlyValue.StringValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Equality in type and content, numbers by amount, the entries of objects in any order. Two values are equal exactly when
 * their texts here are.
 */
final class Equality {

    private Equality() {}

    /** Empty when the values are too large to compare. */
    static Optional<Boolean> equal(FlyValue left, FlyValue right, Work work) {
        if (left.type() != right.type()) {
            return Optional.of(false);
        }
        return work.walkable(left) && work.walkable(right)
                ? Optional.of(key(left).equals(key(right)))
                : Optional.empty();
    }

    /** A text that equal values share and others do not, of a value that can be walked. */
    static String key(FlyValue value) {
        var out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(FlyValue value, StringBuilder out) {
        switch (value) {
            case StringValue(String text) -> text(text, out);
            case NumberValue(BigDecimal number) ->
                out.append('n').append(number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros());
            case BoolValue(boolean bool) -> out.append(bool ? 't' : 'f');
            case NullValue nothing -> out.append('0');
            case ListValue(List<FlyValue> items) -> items('l', items, out);
            case SetValue(List<FlyValue> items) -> items('e', items, out);
            case ObjectValue object -> {
                out.append('o').append(object.entries().size()).append(':');
                for (Map.Entry<String, FlyValue> entry : new TreeMap<>(object.entries()).entrySet()) {
                    text(entry.getKey(), out);
                    write(entry.getValue(), out);
                }
            }
        }
    }

    private static void text(String text, StringBuilder out) {
        out.append('s').append(text.length()).append(':').append(text);
    }

    private static void items(char kind, List<FlyValue> items, StringBuilder out) {
        out.append(kind).append(items.size()).append(':');
        items.forEach(item -> write(item, out));
    }
}
