package io.polargosling.fly.eval;

import static io.polargosling.fly.eval.FlyFunction.Parameter.ANY;
import static io.polargosling.fly.eval.FlyFunction.Parameter.LIST;
import static io.polargosling.fly.eval.FlyFunction.Parameter.LIST_OR_SET;
import static io.polargosling.fly.eval.FlyFunction.Parameter.NUMBER;
import static io.polargosling.fly.eval.FlyFunction.Parameter.TEXTS;
import static io.polargosling.fly.eval.FlyFunction.Parameter.VALUE;

import io.polargosling.fly.eval.FlyFunction.Outcome;
import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.NullValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import io.polargosling.fly.eval.FlyValue.SetValue;
import io.polargosling.fly.eval.FlyValue.StringValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Functions of lists and sets. */
final class ListFunctions {

    /** For each item: it is compared with many others. */
    private static final int SORT_STEPS = 10;

    private ListFunctions() {}

    static Map<String, FlyFunction> all() {
        return Map.ofEntries(
                Map.entry("length", FlyFunction.of(ListFunctions::length, VALUE)),
                Map.entry("concat", FlyFunction.variadic(ListFunctions::concat, LIST, LIST)),
                Map.entry("contains", FlyFunction.of(ListFunctions::contains, LIST_OR_SET, VALUE)),
                Map.entry("distinct", FlyFunction.of(ListFunctions::distinct, LIST_OR_SET)),
                Map.entry("sort", FlyFunction.of(ListFunctions::sort, TEXTS)),
                Map.entry("reverse", FlyFunction.of(ListFunctions::reverse, LIST_OR_SET)),
                Map.entry("flatten", FlyFunction.of(ListFunctions::flatten, LIST_OR_SET)),
                Map.entry("element", FlyFunction.of(ListFunctions::element, LIST, NUMBER)),
                Map.entry("slice", FlyFunction.of(ListFunctions::slice, LIST, NUMBER, NUMBER)),
                Map.entry("coalesce", FlyFunction.variadic(ListFunctions::coalesce, ANY, ANY)));
    }

    private static Outcome length(Arguments arguments) {
        return switch (arguments.value(0)) {
            case StringValue(String text) -> Outcome.of(FlyValue.of(Graphemes.count(text)));
            case ListValue(List<FlyValue> items) -> Outcome.of(FlyValue.of(items.size()));
            case SetValue(List<FlyValue> items) -> Outcome.of(FlyValue.of(items.size()));
            case ObjectValue object -> Outcome.of(FlyValue.of(object.entries().size()));
            case FlyValue other -> Outcome.unexpected(0, "string, list, set or object", other);
        };
    }

    private static Outcome concat(Arguments arguments) {
        var all = new ArrayList<FlyValue>();
        for (int i = 0; i < arguments.size(); i++) {
            all.addAll(arguments.items(i));
            if (all.size() > Evaluator.MAX_ITEMS) {
                break;
            }
        }
        return Outcome.of(new ListValue(all));
    }

    private static Outcome contains(Arguments arguments) {
        FlyValue wanted = arguments.value(1);
        for (FlyValue item : arguments.items(0)) {
            Optional<Boolean> equal = Equality.equal(item, wanted, arguments.work());
            if (equal.isEmpty()) {
                return Outcome.tooLarge();
            }
            if (equal.get()) {
                return Outcome.of(FlyValue.of(true));
            }
        }
        return Outcome.of(FlyValue.of(false));
    }

    private static Outcome distinct(Arguments arguments) {
        return ConversionFunctions.alike(arguments, arguments.items(0), items -> new ListValue(Sets.distinct(items)));
    }

    private static Outcome sort(Arguments arguments) {
        arguments.work().spend(SORT_STEPS * (long) arguments.items(0).size());
        List<FlyValue> sorted = arguments.texts(0).stream()
                .sorted(TextOrder.CODE_POINTS)
                .map(FlyValue::of)
                .toList();
        return Outcome.of(new ListValue(sorted));
    }

    private static Outcome reverse(Arguments arguments) {
        return Outcome.of(new ListValue(arguments.items(0).reversed()));
    }

    private static Outcome flatten(Arguments arguments) {
        if (!arguments.walkable(0)) {
            return Outcome.tooLarge();
        }
        var flat = new ArrayList<FlyValue>();
        flatten(arguments.items(0), flat);
        return Outcome.of(new ListValue(flat));
    }

    private static void flatten(List<FlyValue> items, List<FlyValue> flat) {
        for (FlyValue item : items) {
            switch (item) {
                case ListValue(List<FlyValue> inner) -> flatten(inner, flat);
                case SetValue(List<FlyValue> inner) -> flatten(inner, flat);
                case FlyValue other -> flat.add(other);
            }
        }
    }

    /** The index goes round and round; a negative one counts from the end. */
    private static Outcome element(Arguments arguments) {
        List<FlyValue> items = arguments.items(0);
        BigDecimal index = arguments.number(1);
        if (items.isEmpty()) {
            return Outcome.problem(0, "the list is empty");
        }
        if (!isIndex(index)) {
            return Outcome.unexpected(1, "a whole number", arguments.value(1));
        }
        return Outcome.of(items.get(Math.floorMod(index.intValueExact(), items.size())));
    }

    private static Outcome slice(Arguments arguments) {
        List<FlyValue> items = arguments.items(0);
        for (int i = 1; i <= 2; i++) {
            BigDecimal index = arguments.number(i);
            if (!isIndex(index) || index.signum() < 0 || index.intValueExact() > items.size()) {
                return Outcome.unexpected(i, "a whole number from 0 to " + items.size(), arguments.value(i));
            }
        }
        int start = arguments.number(1).intValueExact();
        int end = arguments.number(2).intValueExact();
        return start > end
                ? Outcome.problem(1, "the start must not be behind the end")
                : Outcome.of(new ListValue(items.subList(start, end)));
    }

    private static boolean isIndex(BigDecimal number) {
        return Conversions.isWhole(number) && number.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
    }

    /** The first that is neither null nor an empty string, in the type all have in common. */
    private static Outcome coalesce(Arguments arguments) {
        return switch (Unification.unify(arguments.values(), arguments.work())) {
            case Unification.Outcome.Clash(String first, String second) ->
                Outcome.problem("all arguments must have one type, found %s and %s".formatted(first, second));
            case Unification.Outcome.TooLarge tooLarge -> Outcome.tooLarge();
            case Unification.Outcome.Unified(List<FlyValue> values) ->
                values.stream()
                        .filter(value -> !(value instanceof NullValue) && !value.equals(FlyValue.of("")))
                        .findFirst()
                        .map(Outcome::of)
                        .orElse(Outcome.problem("every argument is null or an empty string"));
        };
    }
}
