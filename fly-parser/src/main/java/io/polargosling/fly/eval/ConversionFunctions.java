package io.polargosling.fly.eval;

import static io.polargosling.fly.eval.FlyFunction.Parameter.ANY;

import io.polargosling.fly.eval.FlyFunction.Outcome;
import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.NullValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import io.polargosling.fly.eval.FlyValue.SetValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Functions that change the type; null stays null in every type. */
final class ConversionFunctions {

    private ConversionFunctions() {}

    static Map<String, FlyFunction> all() {
        return Map.of(
                "tostring",
                        simple(
                                "a string, number or bool",
                                value -> Conversions.toText(value).map(FlyValue::of)),
                "tonumber",
                        simple(
                                "a number or the text of one",
                                value -> Conversions.toNumber(value).map(FlyValue::of)),
                "tobool",
                        simple(
                                "a bool or the text of one",
                                value -> Conversions.toBool(value).map(FlyValue::of)),
                "tolist", nullable(ConversionFunctions::toList),
                "toset", nullable(ConversionFunctions::toSet),
                "tomap", nullable(ConversionFunctions::toMap));
    }

    private static FlyFunction nullable(FlyFunction.Body body) {
        return FlyFunction.of(
                arguments ->
                        arguments.value(0) instanceof NullValue nothing ? Outcome.of(nothing) : body.call(arguments),
                ANY);
    }

    private static FlyFunction simple(String expected, Function<FlyValue, Optional<FlyValue>> conversion) {
        return nullable(arguments -> conversion
                .apply(arguments.value(0))
                .map(Outcome::of)
                .orElseGet(() -> Outcome.unexpected(0, expected, arguments.value(0))));
    }

    private static Outcome toList(Arguments arguments) {
        return switch (arguments.value(0)) {
            case ListValue(List<FlyValue> items) -> alike(arguments, items, ListValue::new);
            case SetValue(List<FlyValue> items) -> Outcome.of(new ListValue(items));
            case FlyValue other -> Outcome.unexpected(0, "list or set", other);
        };
    }

    private static Outcome toSet(Arguments arguments) {
        return switch (arguments.value(0)) {
            case ListValue(List<FlyValue> items) -> alike(arguments, items, Sets::of);
            case SetValue set -> Outcome.of(set);
            case FlyValue other -> Outcome.unexpected(0, "list or set", other);
        };
    }

    private static Outcome toMap(Arguments arguments) {
        if (!(arguments.value(0) instanceof ObjectValue object)) {
            return Outcome.unexpected(0, "object", arguments.value(0));
        }
        var names = new ArrayList<>(object.entries().keySet());
        return alike(arguments, new ArrayList<>(object.entries().values()), items -> {
            var entries = new LinkedHashMap<String, FlyValue>();
            for (int i = 0; i < names.size(); i++) {
                entries.put(names.get(i), items.get(i));
            }
            return new ObjectValue(entries);
        });
    }

    /** What is made of the items, given one type before. */
    static Outcome alike(Arguments arguments, List<FlyValue> items, Function<List<FlyValue>, FlyValue> made) {
        return switch (Unification.unify(items, arguments.work())) {
            case Unification.Outcome.Unified(List<FlyValue> unified) -> Outcome.of(made.apply(unified));
            case Unification.Outcome.TooLarge tooLarge -> Outcome.tooLarge();
            case Unification.Outcome.Clash(String first, String second) ->
                Outcome.problem(0, "all items must have one type, found %s and %s".formatted(first, second));
        };
    }
}
