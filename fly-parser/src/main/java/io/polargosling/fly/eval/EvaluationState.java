package io.polargosling.fly.eval;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.diagnostic.DidYouMean;
import io.polargosling.fly.source.SourceRange;
import io.polargosling.fly.syntax.Parser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What all evaluators of one file share: where problems go, what may still be spent, which names of loops are in sight. */
final class EvaluationState {

    /** Expressions lead to locals that lead to expressions: recursion, so bounded as a whole. */
    private static final int MAX_DEPTH = 2 * Parser.MAX_DEPTH;

    private static final int SHOWN = 20;

    /** Of more names the right one is not searched. */
    private static final int SEARCHED = 200;

    /** A diagnostic costs far more than what else a step stands for. */
    private static final int REPORT_STEPS = 200;

    /** To find out that something is wrong. */
    static final int UNREPORTED_STEPS = 25;

    record Binding(String name, FlyValue value, @Nullable Binding outer) {}

    private final Work work = new Work();
    private final Diagnostics diagnostics;
    private boolean silent;
    private boolean sensitive;
    private boolean reportedExhaustion;
    private int depth;
    private @Nullable Binding bindings;

    EvaluationState(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    Work work() {
        return work;
    }

    /** Whether something sensitive went into the expression under evaluation so far. */
    boolean sensitive() {
        return sensitive;
    }

    void sawSensitive(boolean saw) {
        sensitive |= saw;
    }

    /** Does the work and notes whether something sensitive went into it, which then also holds for what is around. */
    Tracked tracking(Supplier<@Nullable FlyValue> work) {
        boolean outer = sensitive;
        sensitive = false;
        FlyValue value = work.get();
        var tracked = new Tracked(value, sensitive);
        sensitive |= outer;
        return tracked;
    }

    /** A value, null when there is none, and whether something sensitive went into it. */
    record Tracked(@Nullable FlyValue value, boolean sensitive) {

        Optional<Evaluated> evaluated() {
            return value == null ? Optional.empty() : Optional.of(new Evaluated(value, sensitive));
        }
    }

    /** Does the work with its problems unreported. */
    @Nullable
    FlyValue silently(Supplier<@Nullable FlyValue> work) {
        boolean former = silent;
        silent = true;
        try {
            return work.get();
        } finally {
            silent = former;
        }
    }

    /** What a local must not see of the place it is used at. */
    record Place(
            boolean silent, boolean sensitive, @Nullable Binding bindings) {}

    /** Begins the evaluation of a local, whose problems belong to the file and which sees no loop around its use. */
    Place enterLocal() {
        var place = new Place(silent, sensitive, bindings);
        silent = false;
        sensitive = false;
        bindings = null;
        return place;
    }

    /** Goes back to where the local is used; whether something sensitive went into it. */
    boolean leaveLocal(Place place) {
        boolean local = sensitive;
        silent = place.silent();
        sensitive = local || place.sensitive();
        bindings = place.bindings();
        return local;
    }

    /** Gives a name a value until {@link #unbind}. */
    void bind(String name, FlyValue value) {
        bindings = new Binding(name, value, bindings);
    }

    void unbind() {
        if (bindings != null) {
            bindings = bindings.outer();
        }
    }

    /** The innermost value of a name of a loop; null when no loop has it. */
    @Nullable
    FlyValue bound(String name) {
        for (Binding binding = bindings; binding != null; binding = binding.outer()) {
            if (binding.name().equals(name)) {
                return binding.value();
            }
        }
        return null;
    }

    /** Every name a loop around gives, the innermost first. */
    List<String> boundNames() {
        var names = new ArrayList<String>();
        for (Binding binding = bindings; binding != null; binding = binding.outer()) {
            names.add(binding.name());
        }
        return names;
    }

    /** Counts one more level of evaluation; false, after a diagnostic, when there are too many or nothing may be spent. */
    boolean enter(SourceRange range) {
        if (!work.spend(2)) {
            reportExhaustion(range);
            return false;
        }
        if (depth >= MAX_DEPTH) {
            // Said always: a fallback in its place would hide that the value depends on where it is first used.
            reportAlways(Diagnostic.error(
                    "too-deep",
                    "Nesting too deep",
                    "Evaluation goes deeper than " + MAX_DEPTH + " levels here, locals included.",
                    range));
            return false;
        }
        depth++;
        return true;
    }

    void leave() {
        depth--;
    }

    /** Once, and even where other problems are not reported, since nothing after it is evaluated. */
    void reportExhaustion(SourceRange range) {
        if (!reportedExhaustion) {
            reportedExhaustion = true;
            diagnostics.add(Diagnostic.error(
                    "too-large",
                    "Too much to evaluate",
                    "Evaluating the file takes more than %d steps; they were used up here.".formatted(Work.MAX_STEPS),
                    range));
        }
    }

    @Nullable
    FlyValue error(String code, String summary, SourceRange range, String detail) {
        work.spend(UNREPORTED_STEPS);
        if (work.exhausted()) {
            reportExhaustion(range);
        } else if (!silent) {
            report(Diagnostic.error(code, summary, detail, range));
        }
        return null;
    }

    @Nullable
    FlyValue wrongType(String rule, String expected, FlyValue found, SourceRange range) {
        return error(
                "wrong-type",
                "Wrong type",
                range,
                "%s (expected: %s, found: %s)."
                        .formatted(rule, expected, found.type().word()));
    }

    /** Reports a name that is none of those known; the names inside of something sensitive are not shown. */
    @Nullable
    FlyValue unknown(String what, String name, Collection<String> known, SourceRange range) {
        work.spend(UNREPORTED_STEPS);
        if (!reports()) {
            return null;
        }
        String names = known.stream().limit(SHOWN).collect(Collectors.joining(", "));
        String list =
                known.isEmpty() ? "none is known" : "expected one of: " + names + (known.size() > SHOWN ? ", ..." : "");
        boolean shown = !sensitive || !what.equals("attribute");
        var diagnostic = Diagnostic.error(
                "unknown-reference",
                "Unknown " + what,
                shown
                        ? "There is no %s \"%s\" (%s).".formatted(what, name, list)
                        : "There is no such attribute in a sensitive value.",
                range);
        report(
                shown
                        ? diagnostic.suggesting(DidYouMean.advice(
                                name, known.stream().limit(SEARCHED).toList()))
                        : diagnostic);
        return null;
    }

    /** Whether what is found wrong now will be read by anyone. */
    boolean reports() {
        return !silent && !diagnostics.isFull();
    }

    /** Adds a problem, if anyone wants to know. */
    void report(Diagnostic diagnostic) {
        if (!silent) {
            diagnostics.add(diagnostic);
            work.spend(REPORT_STEPS);
        }
    }

    /** As {@link #report}, for what is wrong with the file wherever it is noticed. */
    void reportAlways(Diagnostic diagnostic) {
        diagnostics.add(diagnostic);
        work.spend(REPORT_STEPS);
    }
}
