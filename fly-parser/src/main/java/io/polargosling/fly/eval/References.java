package io.polargosling.fly.eval;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.diagnostic.DidYouMean;
import io.polargosling.fly.source.SourceRange;
import io.polargosling.fly.syntax.Attribute;
import io.polargosling.fly.syntax.Expression;
import io.polargosling.fly.syntax.Parser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resolves {@code var.x}, {@code local.x} and the other roots; each local is evaluated once, when first asked for. */
final class References {

    /** Expressions lead to locals that lead to expressions: recursion, so bounded as a whole. */
    private static final int MAX_DEPTH = 3 * Parser.MAX_DEPTH;

    private static final int SHOWN = 20;

    private record Local(@Nullable FlyValue value, boolean sensitive) {}

    /** What all evaluators of one file share. */
    private static final class Memory {
        private final Map<String, Local> done = new HashMap<>();
        private final LinkedHashSet<String> underWay = new LinkedHashSet<>();
        private final Set<String> reportedWithoutValue = new HashSet<>();
        private boolean sensitive;
        private int depth;
    }

    private final Scope scope;
    private final Diagnostics main;
    private final Memory memory;
    private Diagnostics diagnostics;

    References(Scope scope, Diagnostics diagnostics) {
        this(scope, diagnostics, new Memory());
        scope.sharedLocals()
                .forEach((name, evaluated) -> memory.done.put(
                        name,
                        new Local(
                                evaluated.map(Evaluated::value).orElse(null),
                                evaluated.map(Evaluated::sensitive).orElse(false))));
    }

    private References(Scope scope, Diagnostics diagnostics, Memory memory) {
        this.scope = scope;
        this.main = diagnostics;
        this.diagnostics = diagnostics;
        this.memory = memory;
    }

    References withRoot(String name, FlyValue value) {
        return new References(scope.withRoot(name, value), main, memory);
    }

    static boolean isNamespace(String root) {
        return root.equals("var") || root.equals("local");
    }

    List<String> names() {
        return List.copyOf(scope.locals().keySet());
    }

    /** Begins to note whether something sensitive is read; the result goes to the end. */
    boolean startTracking() {
        boolean outer = memory.sensitive;
        memory.sensitive = false;
        return outer;
    }

    /** Whether something sensitive was read since the start, which then also holds for what is around. */
    boolean endTracking(boolean outer) {
        boolean inner = memory.sensitive;
        memory.sensitive = inner || outer;
        return inner;
    }

    void dropTracking(boolean outer) {
        memory.sensitive = memory.sensitive || outer;
    }

    <T extends @Nullable Object> T quietly(Diagnostics sink, Supplier<T> work) {
        Diagnostics former = diagnostics;
        diagnostics = sink;
        try {
            return work.get();
        } finally {
            diagnostics = former;
        }
    }

    @Nullable
    FlyValue bareName(Expression.Name name) {
        FlyValue root = scope.roots().get(name.name());
        if (root != null) {
            return root;
        }
        List<String> known = new ArrayList<>(scope.roots().keySet());
        known.add("var");
        known.add("local");
        Optional<String> advice = isNamespace(name.name())
                ? Optional.of("Write " + name.name() + ".NAME.")
                : DidYouMean.advice(name.name(), known).or(() -> asText(name.name()));
        diagnostics.add(Diagnostic.error(
                        "unknown-reference",
                        "Unknown name",
                        "\"" + name.name() + "\" names nothing here (expected one of: " + String.join(", ", known)
                                + ").",
                        name.range())
                .suggesting(advice));
        return null;
    }

    private static Optional<String> asText(String name) {
        return Optional.of("For text write \"" + name + "\" in quotes.");
    }

    @Nullable
    FlyValue resolve(String namespace, Expression.GetAttribute access, Evaluator evaluator) {
        String name = access.name();
        if (namespace.equals("var")) {
            Variable variable = scope.variables().get(name);
            return variable == null
                    ? missing("variable", name, scope.variables().keySet(), access.range())
                    : variable(variable, access.range());
        }
        if (!scope.locals().containsKey(name) && !scope.sharedLocals().containsKey(name)) {
            Set<String> known = new LinkedHashSet<>(scope.locals().keySet());
            known.addAll(scope.sharedLocals().keySet());
            return missing("local", name, known, access.range());
        }
        return local(name, evaluator);
    }

    private @Nullable FlyValue variable(Variable variable, SourceRange range) {
        memory.sensitive |= variable.sensitive();
        boolean firstUse = variable.value().isEmpty() && memory.reportedWithoutValue.add(variable.name());
        if (firstUse && !variable.broken()) {
            main.add(Diagnostic.error(
                    "variable-without-value",
                    "Variable without value",
                    "The variable \"%s\" declared at %s has no default and no value was given."
                            .formatted(variable.name(), variable.range()),
                    range));
        }
        return variable.broken() ? null : variable.value().orElse(null);
    }

    @Nullable
    FlyValue local(String name, Evaluator evaluator) {
        Local known = memory.done.get(name);
        if (known == null) {
            known = evaluateLocal(name, evaluator);
        }
        memory.sensitive |= known.sensitive();
        return known.value();
    }

    /** Counts one more level of evaluation; false, after a diagnostic, when there are too many. */
    boolean enter(SourceRange range) {
        if (memory.depth >= MAX_DEPTH) {
            diagnostics.add(Diagnostic.error(
                    "too-deep",
                    "Nesting too deep",
                    "Evaluation goes deeper than " + MAX_DEPTH + " levels here, locals included.",
                    range));
            return false;
        }
        memory.depth++;
        return true;
    }

    void leave() {
        memory.depth--;
    }

    private Local evaluateLocal(String name, Evaluator evaluator) {
        Attribute attribute = scope.locals().get(name);
        if (attribute == null) {
            return new Local(null, false);
        }
        if (memory.underWay.contains(name)) {
            main.add(cycle(name, attribute));
            return new Local(null, false);
        }
        memory.underWay.add(name);
        boolean outer = startTracking();
        FlyValue value = quietly(main, () -> evaluator.valueReportingTo(main, attribute.value()));
        var local = new Local(value, endTracking(outer));
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

    private @Nullable FlyValue missing(String what, String name, Collection<String> known, SourceRange range) {
        diagnostics.add(unknown(what, name, known, range));
        return null;
    }

    static Diagnostic unknown(String what, String name, Collection<String> known, SourceRange range) {
        String names = known.stream().limit(SHOWN).collect(Collectors.joining(", "));
        String list =
                known.isEmpty() ? "none is known" : "expected one of: " + names + (known.size() > SHOWN ? ", ..." : "");
        return Diagnostic.error(
                        "unknown-reference",
                        "Unknown " + what,
                        "There is no %s \"%s\" (%s).".formatted(what, name, list),
                        range)
                .suggesting(DidYouMean.advice(name, known));
    }
}
