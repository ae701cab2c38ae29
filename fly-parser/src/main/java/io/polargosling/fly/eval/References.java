package io.polargosling.fly.eval;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.eval.EvaluationState.Tracked;
import io.polargosling.fly.source.SourceRange;
import io.polargosling.fly.syntax.Attribute;
import io.polargosling.fly.syntax.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resolves {@code var.x}, {@code local.x} and the other roots; each local is evaluated once, when first asked for. */
final class References {

    /** What all evaluators of one file share. */
    private static final class Memory {
        private final Map<String, Tracked> done = new HashMap<>();
        private final LinkedHashSet<String> underWay = new LinkedHashSet<>();
        private final Set<String> reportedWithoutValue = new HashSet<>();
    }

    private final Scope scope;
    private final Map<String, FlyValue> roots;
    private final EvaluationState state;
    private final Memory memory;

    References(Scope scope, EvaluationState state) {
        this(scope, scope.roots(), state, new Memory());
        scope.sharedLocals()
                .forEach((name, evaluated) -> memory.done.put(
                        name,
                        new Tracked(
                                evaluated.map(Evaluated::value).orElse(null),
                                evaluated.map(Evaluated::sensitive).orElse(false))));
    }

    private References(Scope scope, Map<String, FlyValue> roots, EvaluationState state, Memory memory) {
        this.scope = scope;
        this.roots = roots;
        this.state = state;
        this.memory = memory;
    }

    References withRoot(String name, FlyValue value) {
        var extended = new LinkedHashMap<>(roots);
        extended.put(name, value);
        return new References(scope, extended, state, memory);
    }

    static boolean isNamespace(String root) {
        return root.equals("var") || root.equals("local");
    }

    List<String> names() {
        return List.copyOf(scope.locals().keySet());
    }

    /** Where a local is declared, as far as this file knows. */
    SourceRange localRange(String name) {
        Attribute attribute = scope.locals().get(name);
        return attribute == null ? SourceRange.none() : attribute.nameRange();
    }

    /** Every first name. */
    List<String> roots() {
        List<String> known = new ArrayList<>(roots.keySet());
        known.add("var");
        known.add("local");
        return known;
    }

    /** The value of a first name that needs no other behind it; null when there is none. */
    @Nullable
    FlyValue root(String name) {
        return roots.get(name);
    }

    @Nullable
    FlyValue resolve(String namespace, Expression.GetAttribute access, Evaluator evaluator) {
        String name = access.name();
        if (isConstant()) {
            return notConstant(namespace + "." + name, access.range());
        }
        if (namespace.equals("var")) {
            Variable variable = scope.variables().get(name);
            return variable == null
                    ? state.unknown("variable", name, scope.variables().keySet(), access.range())
                    : variable(variable, access.range());
        }
        if (!scope.locals().containsKey(name) && !scope.sharedLocals().containsKey(name)) {
            Set<String> known = new LinkedHashSet<>();
            if (state.reports()) {
                known.addAll(scope.locals().keySet());
                known.addAll(scope.sharedLocals().keySet());
            }
            return state.unknown("local", name, known, access.range());
        }
        return local(name, evaluator);
    }

    /** Whether expressions here are evaluated before anything has a name. */
    boolean isConstant() {
        return scope.isEmpty() && roots.isEmpty();
    }

    @Nullable
    FlyValue notConstant(String name, SourceRange range) {
        return state.error(
                "unknown-reference",
                "Name not allowed here",
                range,
                "\"%s\" names nothing here: the value of a variable is made of literals and functions only."
                        .formatted(name));
    }

    private @Nullable FlyValue variable(Variable variable, SourceRange range) {
        state.sawSensitive(variable.sensitive());
        if (variable.broken()) {
            return null;
        }
        if (variable.value().isEmpty() && memory.reportedWithoutValue.add(variable.name())) {
            state.reportAlways(Diagnostic.error(
                    "variable-without-value",
                    "Variable without value",
                    "The variable \"%s\" declared at %s has no default and no value was given."
                            .formatted(variable.name(), variable.range()),
                    range));
        }
        return variable.value().orElse(null);
    }

    @Nullable
    FlyValue local(String name, Evaluator evaluator) {
        Tracked known = memory.done.get(name);
        if (known == null) {
            known = evaluateLocal(name, evaluator);
        }
        state.sawSensitive(known.sensitive());
        return known.value();
    }

    private Tracked evaluateLocal(String name, Evaluator evaluator) {
        Attribute attribute = scope.locals().get(name);
        if (attribute == null) {
            return new Tracked(null, false);
        }
        if (memory.underWay.contains(name)) {
            state.reportAlways(cycle(name, attribute));
            return new Tracked(null, false);
        }
        memory.underWay.add(name);
        EvaluationState.Place place = state.enterLocal();
        FlyValue value = evaluator.value(attribute.value());
        var local = new Tracked(value, state.leaveLocal(place));
        memory.underWay.remove(name);
        memory.done.put(name, local);
        return local;
    }

    private Diagnostic cycle(String name, Attribute attribute) {
        var members = new ArrayList<String>();
        for (String member : memory.underWay) {
            if (!members.isEmpty() || member.equals(name)) {
                members.add("local." + member);
            }
        }
        members.add("local." + name);
        return Diagnostic.error(
                "local-cycle",
                "Locals in a circle",
                "These locals need each other: " + String.join(" -> ", members) + ".",
                attribute.nameRange());
    }
}
