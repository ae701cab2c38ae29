package io.polargosling.fly.eval;

import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import io.polargosling.fly.eval.FlyValue.SetValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives values one type, as HCL does for the results of a condition and the items of a list: numbers and bools become
 * strings where a string is among them, lists and objects are made alike inside.
 */
final class Unification {

    private static final Set<FlyType> SIMPLE = EnumSet.of(FlyType.STRING, FlyType.NUMBER, FlyType.BOOL);
    private static final Set<FlyType> SEQUENCES = EnumSet.of(FlyType.LIST, FlyType.SET);

    /** What became of the values. */
    sealed interface Outcome {
        /** The values in their order, of one type; null stays null. */
        record Unified(List<FlyValue> values) implements Outcome {}

        /** Two types, perhaps of items inside, that are not to be brought together. */
        record Clash(String first, String second) implements Outcome {}

        record TooLarge() implements Outcome {}
    }

    private Outcome.@Nullable Clash clash;

    private Unification() {}

    static Outcome unify(List<FlyValue> values, Work work) {
        for (FlyValue value : values) {
            if (!SIMPLE.contains(value.type()) && !work.walkable(value)) {
                return new Outcome.TooLarge();
            }
        }
        work.spend(values.size());
        var unification = new Unification();
        List<FlyValue> unified = unification.unified(values);
        Outcome.Clash clash = unification.clash;
        return clash == null ? new Outcome.Unified(unified) : clash;
    }

    /** After a clash the values may be any. */
    private List<FlyValue> unified(List<FlyValue> values) {
        Set<FlyType> types = EnumSet.noneOf(FlyType.class);
        values.forEach(value -> types.add(value.type()));
        types.remove(FlyType.NULL);
        if (clash != null || types.isEmpty()) {
            return values;
        }
        if (SIMPLE.containsAll(types)) {
            return types.size() == 1 ? values : texts(values, types);
        }
        if (SEQUENCES.containsAll(types)) {
            return sequences(values);
        }
        if (types.size() == 1) {
            return objects(values);
        }
        return fail(values);
    }

    private List<FlyValue> texts(List<FlyValue> values, Set<FlyType> types) {
        if (!types.contains(FlyType.STRING)) {
            return fail(values);
        }
        return values.stream()
                .map(value -> Conversions.toText(value).map(FlyValue::of).orElse(value))
                .toList();
    }

    private List<FlyValue> fail(List<FlyValue> values) {
        List<String> words = values.stream()
                .map(FlyValue::type)
                .filter(type -> type != FlyType.NULL)
                .map(FlyType::word)
                .distinct()
                .toList();
        clash = new Outcome.Clash(words.getFirst(), words.getLast());
        return values;
    }

    /** Lists of one length are tuples, whose items in one place must be alike; of others all items must be. */
    private List<FlyValue> sequences(List<FlyValue> values) {
        List<List<FlyValue>> rows = values.stream().map(Unification::items).toList();
        long lengths = values.stream()
                .filter(value -> value.type() != FlyType.NULL)
                .map(value -> items(value).size())
                .distinct()
                .count();
        boolean tuples = lengths == 1 && values.stream().noneMatch(SetValue.class::isInstance);
        List<List<FlyValue>> unified = tuples ? byColumn(rows) : asOne(rows);
        var result = new ArrayList<FlyValue>();
        for (int i = 0; i < values.size(); i++) {
            result.add(
                    switch (values.get(i)) {
                        case ListValue list -> new ListValue(unified.get(i));
                        case SetValue set -> Sets.of(unified.get(i));
                        case FlyValue other -> other;
                    });
        }
        return result;
    }

    private static List<FlyValue> items(FlyValue value) {
        return switch (value) {
            case ListValue(List<FlyValue> items) -> items;
            case SetValue(List<FlyValue> items) -> items;
            case FlyValue other -> List.of();
        };
    }

    /** Objects of the same names must be alike name by name; of others all values must be, as in a map. */
    private List<FlyValue> objects(List<FlyValue> values) {
        List<List<String>> names = values.stream()
                .map(value -> value instanceof ObjectValue object
                        ? object.entries().keySet().stream().sorted().toList()
                        : List.<String>of())
                .toList();
        List<List<FlyValue>> rows = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            rows.add(values.get(i) instanceof ObjectValue object ? inOrder(object, names.get(i)) : List.of());
        }
        boolean alike =
                names.stream().filter(list -> !list.isEmpty()).distinct().count() == 1
                        && values.stream()
                                .allMatch(value -> !(value instanceof ObjectValue object)
                                        || !object.entries().isEmpty());
        List<List<FlyValue>> unified = alike ? byColumn(rows) : asOne(rows);
        var result = new ArrayList<FlyValue>();
        for (int i = 0; i < values.size(); i++) {
            var entries = new LinkedHashMap<String, FlyValue>();
            for (int k = 0; k < names.get(i).size(); k++) {
                entries.put(names.get(i).get(k), unified.get(i).get(k));
            }
            result.add(values.get(i) instanceof ObjectValue ? new ObjectValue(entries) : values.get(i));
        }
        return result;
    }

    private static List<FlyValue> inOrder(ObjectValue object, List<String> names) {
        var values = new ArrayList<FlyValue>();
        for (String name : names) {
            FlyValue value = object.entries().get(name);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /** Rows of one length; an empty one stands for null. */
    private List<List<FlyValue>> byColumn(List<List<FlyValue>> rows) {
        var result = new ArrayList<List<FlyValue>>();
        rows.forEach(row -> result.add(new ArrayList<>()));
        int columns = rows.stream().mapToInt(Collection::size).max().orElse(0);
        for (int column = 0; column < columns; column++) {
            var cells = new ArrayList<FlyValue>();
            for (List<FlyValue> row : rows) {
                cells.add(row.isEmpty() ? new FlyValue.NullValue() : row.get(column));
            }
            List<FlyValue> unified = unified(cells);
            for (int row = 0; row < rows.size(); row++) {
                if (!rows.get(row).isEmpty()) {
                    result.get(row).add(unified.get(row));
                }
            }
        }
        return result;
    }

    private List<List<FlyValue>> asOne(List<List<FlyValue>> rows) {
        List<FlyValue> unified = unified(rows.stream().flatMap(List::stream).toList());
        var result = new ArrayList<List<FlyValue>>();
        int from = 0;
        for (List<FlyValue> row : rows) {
            result.add(unified.subList(from, from + row.size()));
            from += row.size();
        }
        return result;
    }
}
