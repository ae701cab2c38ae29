package io.polargosling.fly.decode;

import io.polargosling.fly.eval.FlyType;
import io.polargosling.fly.eval.FlyValue;
import io.polargosling.fly.syntax.Expression;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The type a variable is declared with. */
sealed interface TypeConstraint {

    /** A type without parts. */
    record Simple(FlyType type) implements TypeConstraint {
        @Override
        public String toString() {
            return type.word();
        }
    }

    /** {@code list(T)} and {@code map(T)}. */
    record Collection(FlyType type, TypeConstraint element) implements TypeConstraint {
        @Override
        public String toString() {
            return (type == FlyType.LIST ? "list(" : "map(") + element + ")";
        }
    }

    Map<String, FlyType> SIMPLE = Map.of("string", FlyType.STRING, "number", FlyType.NUMBER, "bool", FlyType.BOOL);
    Map<String, FlyType> COLLECTIONS = Map.of("list", FlyType.LIST, "map", FlyType.OBJECT);

    /** The type of a text given for a variable that has this default and no declared type. */
    static Optional<TypeConstraint> loose(FlyValue initial) {
        return initial.type() == FlyType.NULL ? Optional.empty() : Optional.of(new Simple(initial.type()));
    }

    /** What the expression names; empty when it names no type. */
    static Optional<TypeConstraint> of(Expression expression) {
        return switch (expression) {
            case Expression.Name name ->
                Optional.ofNullable(SIMPLE.get(name.name())).map(Simple::new);
            case Expression.Call call
            when call.arguments().size() == 1 && !call.expandLast() ->
                Optional.ofNullable(COLLECTIONS.get(call.function()))
                        .flatMap(type -> of(call.arguments().getFirst()).map(element -> new Collection(type, element)));
            case Expression other -> Optional.empty();
        };
    }

    /** The type of a value as one would declare it, as far as its items have one type. */
    static String nameOf(FlyValue value) {
        return switch (value) {
            case FlyValue.ListValue(List<FlyValue> items) -> nameOf("list", items);
            case FlyValue.ObjectValue object ->
                nameOf("map", List.copyOf(object.entries().values()));
            case FlyValue other -> other.type().word();
        };
    }

    private static String nameOf(String collection, List<FlyValue> items) {
        List<String> words =
                items.stream().map(item -> item.type().word()).distinct().toList();
        return words.size() == 1 ? collection + "(" + words.getFirst() + ")" : collection;
    }

    /** Whether a value is of the type; null always is. */
    default boolean accepts(FlyValue value) {
        return value.type() == FlyType.NULL
                || switch (this) {
                    case Simple(FlyType type) -> value.type() == type;
                    case Collection(FlyType type, TypeConstraint element) ->
                        switch (value) {
                            case FlyValue.ListValue(List<FlyValue> items) ->
                                type == FlyType.LIST && items.stream().allMatch(element::accepts);
                            case FlyValue.ObjectValue object ->
                                type == FlyType.OBJECT
                                        && object.entries().values().stream().allMatch(element::accepts);
                            case FlyValue other -> false;
                        };
                };
    }
}
