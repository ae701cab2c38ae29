package io.polargosling.fly.eval;

import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import io.polargosling.fly.eval.FlyValue.SetValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.SequencedMap;

/** The arguments of a call, checked against the function's parameters before anyone asks for them. */
record Arguments(List<FlyValue> values, Work work) {

    int size() {
        return values.size();
    }

    FlyValue value(int index) {
        return values.get(index);
    }

    String text(int index) {
        return Conversions.toText(values.get(index)).orElseThrow();
    }

    BigDecimal number(int index) {
        return Conversions.toNumber(values.get(index)).orElseThrow();
    }

    /** The items of a list or set. */
    List<FlyValue> items(int index) {
        return switch (values.get(index)) {
            case ListValue(List<FlyValue> items) -> items;
            case SetValue(List<FlyValue> items) -> items;
            case FlyValue other -> throw new IllegalStateException("items of " + other.type() + " (expected: checked)");
        };
    }

    /** The items of a list or set, each as text. */
    List<String> texts(int index) {
        return items(index).stream()
                .map(item -> Conversions.toText(item).orElseThrow())
                .toList();
    }

    SequencedMap<String, FlyValue> entries(int index) {
        if (values.get(index) instanceof ObjectValue(SequencedMap<String, FlyValue> entries)) {
            return entries;
        }
        throw new IllegalStateException("entries of " + values.get(index).type() + " (expected: checked)");
    }

    /** Whether the argument can be walked to its leaves. */
    boolean walkable(int index) {
        return work.walkable(values.get(index));
    }
}
