package io.polargosling.fly.eval;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.DidYouMean;
import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.NullValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import io.polargosling.fly.source.SourceRange;
import io.polargosling.fly.syntax.Expression;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names, and what stands behind a dot or in brackets. */
final class Accesses {

    private final Evaluator evaluator;
    private final EvaluationState state;
    private final References references;

    Accesses(Evaluator evaluator, EvaluationState state, References references) {
        this.evaluator = evaluator;
        this.state = state;
        this.references = references;
    }

    @Nullable
    FlyValue name(Expression.Name name) {
        FlyValue bound = state.bound(name.name());
        FlyValue found = bound == null ? references.root(name.name()) : bound;
        return found == null ? unknownName(name) : found;
    }

    private @Nullable FlyValue unknownName(Expression.Name name) {
        state.work().spend(EvaluationState.UNREPORTED_STEPS);
        if (!state.reports()) {
            return null;
        }
        if (references.isConstant() && state.boundNames().isEmpty()) {
            return references.notConstant(name.name(), name.range());
        }
        var known = new LinkedHashSet<>(state.boundNames());
        known.addAll(references.roots());
        Optional<String> advice = References.isNamespace(name.name())
                ? Optional.of("Write " + name.name() + ".NAME.")
                : DidYouMean.advice(name.name(), known)
                        .or(() -> Optional.of("For text write \"" + name.name() + "\" in quotes."));
        state.report(Diagnostic.error(
                        "unknown-reference",
                        "Unknown name",
                        "\"%s\" names nothing here (expected one of: %s)."
                                .formatted(name.name(), String.join(", ", known)),
                        name.range())
                .suggesting(advice));
        return null;
    }

    @Nullable
    FlyValue attribute(Expression.GetAttribute access) {
        boolean namespace = access.target() instanceof Expression.Name root
                && References.isNamespace(root.name())
                && state.bound(root.name()) == null;
        if (namespace) {
            return references.resolve(((Expression.Name) access.target()).name(), access, evaluator);
        }
        FlyValue target = evaluator.value(access.target());
        return target == null ? null : member(target, access.name(), access.range());
    }

    private @Nullable FlyValue member(FlyValue target, String name, SourceRange range) {
        if (!(target instanceof ObjectValue object)) {
            return state.wrongType("Only objects have attributes; \"" + name + "\" was asked", "object", target, range);
        }
        FlyValue found = object.entries().get(name);
        return found != null
                ? found
                : state.unknown("attribute", name, object.entries().keySet(), range);
    }

    @Nullable
    FlyValue index(Expression.Index index) {
        FlyValue target = evaluator.value(index.target());
        FlyValue key = evaluator.value(index.key());
        if (target == null || key == null) {
            return null;
        }
        SourceRange range = index.key().range();
        return switch (target) {
            case ListValue(List<FlyValue> items) -> item(items, key, range);
            case ObjectValue object -> {
                Optional<String> name = Conversions.toText(key);
                yield name.isPresent()
                        ? member(object, name.get(), range)
                        : state.wrongType("The index of an object must be a string", "string", key, range);
            }
            case FlyValue other ->
                state.wrongType(
                        "Only lists and objects can be indexed",
                        "list or object",
                        other,
                        index.target().range());
        };
    }

    private @Nullable FlyValue item(List<FlyValue> items, FlyValue key, SourceRange range) {
        Optional<BigDecimal> number = Conversions.toNumber(key);
        if (number.isEmpty()) {
            return state.wrongType("The index of a list must be a number", "number", key, range);
        }
        BigDecimal at = number.get();
        boolean valid =
                at.signum() >= 0 && at.compareTo(BigDecimal.valueOf(items.size())) < 0 && Conversions.isWhole(at);
        if (valid) {
            return items.get(at.intValueExact());
        }
        if (items.isEmpty()) {
            return state.error("index-range", "Index out of range", range, "The list is empty, so it has no index.");
        }
        return state.error(
                "index-range",
                "Index out of range",
                range,
                "The list has %d %s, so the index must be a whole number from 0 and below %d."
                        .formatted(items.size(), items.size() == 1 ? "item" : "items", items.size()));
    }

    /** Whether the value stands for absent. */
    static boolean isNull(FlyValue value) {
        return value instanceof NullValue;
    }
}
