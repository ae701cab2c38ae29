package io.polargosling.fly.eval;

import static io.polargosling.fly.eval.FlyFunction.Parameter.ANY;
import static io.polargosling.fly.eval.FlyFunction.Parameter.NULLABLE_OBJECT;
import static io.polargosling.fly.eval.FlyFunction.Parameter.OBJECT;
import static io.polargosling.fly.eval.FlyFunction.Parameter.TEXT;

import io.polargosling.fly.eval.FlyFunction.Outcome;
import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Functions of objects and maps. */
final class ObjectFunctions {

    private ObjectFunctions() {}

    static Map<String, FlyFunction> all() {
        return Map.of(
                "keys", FlyFunction.of(ObjectFunctions::keys, OBJECT),
                "values", FlyFunction.of(ObjectFunctions::values, OBJECT),
                "merge", FlyFunction.variadic(ObjectFunctions::merge, NULLABLE_OBJECT),
                "lookup", FlyFunction.optional(2, ObjectFunctions::lookup, OBJECT, TEXT, ANY));
    }

    private static Outcome keys(Arguments arguments) {
        var keys = new ArrayList<FlyValue>();
        sorted(arguments).keySet().forEach(key -> keys.add(FlyValue.of(key)));
        return Outcome.of(new ListValue(keys));
    }

    private static Outcome values(Arguments arguments) {
        return Outcome.of(new ListValue(new ArrayList<>(sorted(arguments).values())));
    }

    private static SortedMap<String, FlyValue> sorted(Arguments arguments) {
        var sorted = new TreeMap<String, FlyValue>(TextOrder.CODE_POINTS);
        sorted.putAll(arguments.entries(0));
        return sorted;
    }

    /** Of a name in several the last counts; null counts as nothing. */
    private static Outcome merge(Arguments arguments) {
        var all = new LinkedHashMap<String, FlyValue>();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.value(i) instanceof ObjectValue object) {
                all.putAll(object.entries());
            }
        }
        return Outcome.of(new ObjectValue(all));
    }

    private static Outcome lookup(Arguments arguments) {
        FlyValue found = arguments.entries(0).get(arguments.text(1));
        if (found != null) {
            return Outcome.of(found);
        }
        return arguments.size() == 3
                ? Outcome.of(arguments.value(2))
                : Outcome.problem(1, "the object has no such key, and there is no default");
    }
}
