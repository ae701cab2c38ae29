package io.polargosling.fly.eval;

import io.polargosling.fly.eval.FlyValue.NullValue;
import io.polargosling.fly.eval.FlyValue.NumberValue;
import io.polargosling.fly.eval.FlyValue.SetValue;
import io.polargosling.fly.eval.FlyValue.StringValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/** Makes collections without repeated items; the items must be such that they can be walked. */
final class Sets {

    private Sets() {}

    /** A set of items of one type, in the one order all sets of these items have. */
    static SetValue of(List<FlyValue> items) {
        var sorted = new ArrayList<>(distinct(items));
        sorted.sort(Sets::compare);
        return new SetValue(sorted);
    }

    /** The items in their order, of equal ones the first. */
    static List<FlyValue> distinct(List<FlyValue> items) {
        var seen = new HashSet<String>();
        return items.stream().filter(item -> seen.add(Equality.key(item))).toList();
    }

    private static int compare(FlyValue a, FlyValue b) {
        if (a instanceof NullValue || b instanceof NullValue) {
            return Boolean.compare(a instanceof NullValue, b instanceof NullValue);
        }
        if (a instanceof NumberValue left && b instanceof NumberValue right) {
            return left.value().compareTo(right.value());
        }
        if (a instanceof StringValue(String left) && b instanceof StringValue(String right)) {
            return TextOrder.CODE_POINTS.compare(left, right);
        }
        return Comparator.<FlyValue, String>comparing(Equality::key).compare(a, b);
    }
}
