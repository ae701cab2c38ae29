package io.polargosling.fly.eval;

import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import io.polargosling.fly.eval.FlyValue.SetValue;
import io.polargosling.fly.syntax.Expression;
import io.polargosling.fly.syntax.ForIntro;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What is evaluated once for each item of a collection. The first item that fails ends it, with one diagnostic. */
final class Loops {

    /** The name of the item of a splat; no file can write it. */
    static final String ITEM = "*";

    /** What a round costs besides what it evaluates. */
    private static final int ROUND_STEPS = 6;

    private final Evaluator evaluator;
    private final EvaluationState state;

    Loops(Evaluator evaluator, EvaluationState state) {
        this.evaluator = evaluator;
        this.state = state;
    }

    /** Null counts as no item, and what is no list as its only one. */
    @Nullable
    FlyValue splat(Expression.Splat splat) {
        FlyValue target = evaluator.value(splat.target());
        if (target == null) {
            return null;
        }
        List<FlyValue> items = switch (target) {
            case FlyValue.NullValue nothing -> List.of();
            case ListValue(List<FlyValue> all) -> all;
            case SetValue(List<FlyValue> all) -> all;
            case FlyValue only -> List.of(only);
        };
        var results = new ArrayList<FlyValue>(items.size());
        for (FlyValue item : items) {
            state.bind(ITEM, item);
            FlyValue result = evaluator.value(splat.each());
            state.unbind();
            if (result == null) {
                return null;
            }
            results.add(result);
        }
        return new ListValue(results);
    }

    @Nullable
    FlyValue tuple(Expression.ForTuple loop) {
        var results = new ArrayList<FlyValue>();
        boolean done = each(loop.intro(), () -> {
            Boolean wanted = wanted(loop.condition());
            if (wanted == null || !wanted) {
                return wanted != null;
            }
            FlyValue result = evaluator.value(loop.result());
            return result != null && results.add(result);
        });
        return done ? new ListValue(results) : null;
    }

    @Nullable
    FlyValue object(Expression.ForObject loop) {
        var results = new LinkedHashMap<String, List<FlyValue>>();
        boolean done = each(loop.intro(), () -> {
            Boolean wanted = wanted(loop.condition());
            if (wanted == null || !wanted) {
                return wanted != null;
            }
            String key = evaluator.text(loop.key(), "The key of an object must be a string");
            FlyValue result = key == null ? null : evaluator.value(loop.result());
            if (key == null || result == null) {
                return false;
            }
            List<FlyValue> group = results.computeIfAbsent(key, name -> new ArrayList<>(1));
            group.add(result);
            return loop.grouping() || group.size() == 1 || duplicate(key, loop);
        });
        if (!done) {
            return null;
        }
        var entries = new LinkedHashMap<String, FlyValue>();
        results.forEach((key, group) -> entries.put(key, loop.grouping() ? new ListValue(group) : group.getFirst()));
        return new ObjectValue(entries);
    }

    private boolean duplicate(String key, Expression.ForObject loop) {
        String shown = state.sensitive()
                ? "one key"
                : "the key " + FlyValue.of(key).describe().substring("string ".length());
        state.error(
                "duplicate-key",
                "Key made twice",
                loop.key().range(),
                "Two items give " + shown + "; write \"...\" behind the value to collect all values of a key.");
        return false;
    }

    private @Nullable Boolean wanted(Optional<Expression> condition) {
        return condition.isEmpty()
                ? Boolean.TRUE
                : evaluator.bool(condition.get(), "The condition of a \"for\" must be a bool");
    }

    /** Goes through the collection with the names bound, as long as {@code step} says true; the last answer. */
    boolean each(ForIntro intro, BooleanSupplier step) {
        FlyValue collection = evaluator.value(intro.collection());
        return switch (collection) {
            case null -> false;
            case ListValue(List<FlyValue> items) -> {
                for (int i = 0; i < items.size(); i++) {
                    if (!once(intro, FlyValue.of(i), items.get(i), step)) {
                        yield false;
                    }
                }
                yield true;
            }
            case SetValue(List<FlyValue> items) -> {
                for (FlyValue item : items) {
                    if (!once(intro, item, item, step)) {
                        yield false;
                    }
                }
                yield true;
            }
            case ObjectValue object -> {
                for (Map.Entry<String, FlyValue> entry : sorted(object).entrySet()) {
                    if (!once(intro, FlyValue.of(entry.getKey()), entry.getValue(), step)) {
                        yield false;
                    }
                }
                yield true;
            }
            case FlyValue other -> {
                state.wrongType(
                        "A \"for\" goes through lists, sets and objects",
                        "list, set or object",
                        other,
                        intro.collection().range());
                yield false;
            }
        };
    }

    private boolean once(ForIntro intro, FlyValue key, FlyValue value, BooleanSupplier step) {
        if (!state.work().spend(ROUND_STEPS)) {
            state.reportExhaustion(intro.collection().range());
            return false;
        }
        intro.key().ifPresent(name -> state.bind(name, key));
        state.bind(intro.value(), value);
        boolean more = step.getAsBoolean();
        state.unbind();
        if (intro.key().isPresent()) {
            state.unbind();
        }
        return more;
    }

    private Map<String, FlyValue> sorted(ObjectValue object) {
        state.work().spend(object.entries().size());
        var sorted = new TreeMap<String, FlyValue>(TextOrder.CODE_POINTS);
        sorted.putAll(object.entries());
        return sorted;
    }
}
