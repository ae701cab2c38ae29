package io.polargosling.fly.eval;

import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import io.polargosling.fly.source.SourceRange;
import io.polargosling.fly.syntax.Expression;
import io.polargosling.fly.syntax.ObjectItem;
import io.polargosling.fly.syntax.ObjectKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates expressions. Whatever a file says, one evaluator and those made from it together take bounded time and memory,
 * and each value they give can be walked by recursion. Inside, null means "could not be evaluated, and that has been
 * reported": whatever depends on it is null as well, so one mistake gives one diagnostic.
 */
public final class Evaluator {

    /** The longest text an expression may make. */
    public static final int MAX_TEXT = 1 << 20;

    /** The longest list an expression may make. */
    public static final int MAX_ITEMS = 100_000;

    private final EvaluationState state;
    private final References references;
    private final Functions functions;
    private final Accesses accesses;
    private final Operations operations;
    private final Templates templates;
    private final Loops loops;
    private final Calls calls;

    /** Problems go to {@code diagnostics}, those of locals at their first use. */
    public Evaluator(Scope scope, Functions functions, Diagnostics diagnostics) {
        this(new EvaluationState(diagnostics), scope, functions);
    }

    private Evaluator(EvaluationState state, Scope scope, Functions functions) {
        this(state, new References(scope, state), functions);
    }

    private Evaluator(EvaluationState state, References references, Functions functions) {
        this.state = state;
        this.references = references;
        this.functions = functions;
        this.accesses = new Accesses(this, state, references);
        this.operations = new Operations(this, state);
        this.loops = new Loops(this, state);
        this.templates = new Templates(this, state, loops);
        this.calls = new Calls(this, state, functions);
    }

    /** One that knows one more root and shares everything else, the evaluated locals too. */
    public Evaluator withRoot(String name, FlyValue value) {
        return new Evaluator(state, references.withRoot(name, value), functions);
    }

    /** Empty after a diagnostic. */
    public Optional<Evaluated> evaluate(Expression expression) {
        return state.tracking(() -> walkable(expression)).evaluated();
    }

    /** As {@link #evaluate}, for what must not be repeated in a diagnostic: the caller reports the failure. */
    public Optional<Evaluated> evaluateSilently(Expression expression) {
        return state.tracking(() -> state.silently(() -> walkable(expression))).evaluated();
    }

    /** What leaves the evaluator is walked by others, who need not care how it was made. */
    private @Nullable FlyValue walkable(Expression expression) {
        FlyValue value = value(expression);
        return value == null ? null : walkable(value, expression.range());
    }

    private @Nullable FlyValue walkable(FlyValue value, SourceRange range) {
        return state.work().walkable(value)
                ? value
                : state.error("too-large", "Value too large", range, "The value is too large or too deeply nested.");
    }

    /** Evaluates every local, so that mistakes in unused ones are reported too. */
    public void evaluateLocals() {
        references.names().forEach(name -> references.local(name, this));
    }

    /** The value of a local; empty when there is none or it could not be evaluated, which has been reported. */
    public Optional<Evaluated> local(String name) {
        return state.tracking(() -> {
                    FlyValue value = references.local(name, this);
                    return value == null ? null : walkable(value, references.localRange(name));
                })
                .evaluated();
    }

    @Nullable
    FlyValue value(Expression expression) {
        if (!state.enter(expression.range())) {
            return null;
        }
        try {
            return inner(expression);
        } finally {
            state.leave();
        }
    }

    /** Whether an expression can be evaluated, for its value alone. */
    @Nullable
    FlyValue quietly(Expression expression) {
        return state.silently(() -> value(expression));
    }

    private @Nullable FlyValue inner(Expression expression) {
        return switch (expression) {
            case Expression.NumberLiteral e -> number(e);
            case Expression.BoolLiteral e -> FlyValue.of(e.value());
            case Expression.NullLiteral e -> new FlyValue.NullValue();
            case Expression.Template e -> templates.template(e);
            case Expression.Tuple e -> tuple(e);
            case Expression.ObjectLiteral e -> object(e);
            case Expression.Name e -> accesses.name(e);
            case Expression.GetAttribute e -> accesses.attribute(e);
            case Expression.Index e -> accesses.index(e);
            case Expression.Call e -> calls.call(e);
            case Expression.Unary e -> operations.unary(e);
            case Expression.Binary e -> operations.binary(e);
            case Expression.Conditional e -> operations.conditional(e);
            case Expression.Parentheses e -> value(e.inner());
            case Expression.Splat e -> loops.splat(e);
            case Expression.SplatItem e -> state.bound(Loops.ITEM);
            case Expression.ForTuple e -> loops.tuple(e);
            case Expression.ForObject e -> loops.object(e);
            case Expression.Erroneous e -> null;
        };
    }

    /** Without trailing zeros when there may be many: to look for them again and again would cost too much. */
    private @Nullable FlyValue number(Expression.NumberLiteral literal) {
        BigDecimal value = literal.value();
        if (Arithmetic.tooLong(value)) {
            return state.error(
                    "number-range",
                    "Number out of range",
                    literal.range(),
                    "A number has at most %d digits before and behind its point.".formatted(Arithmetic.MAX_DIGITS));
        }
        return FlyValue.of(value.precision() > 100 ? value.stripTrailingZeros() : value);
    }

    private @Nullable FlyValue tuple(Expression.Tuple tuple) {
        var items = new ArrayList<FlyValue>(tuple.items().size());
        for (Expression item : tuple.items()) {
            FlyValue value = value(item);
            if (value != null) {
                items.add(value);
            }
        }
        return items.size() == tuple.items().size() ? new ListValue(items) : null;
    }

    private @Nullable FlyValue object(Expression.ObjectLiteral object) {
        var entries = new LinkedHashMap<String, FlyValue>();
        boolean broken = false;
        for (ObjectItem item : object.items()) {
            String key = key(item.key());
            FlyValue value = value(item.value());
            if (key == null || value == null) {
                broken = true;
            } else {
                entries.put(key, value);
            }
        }
        return broken ? null : new ObjectValue(entries);
    }

    private @Nullable String key(ObjectKey key) {
        return switch (key) {
            case ObjectKey.Bare bare -> bare.name();
            case ObjectKey.Computed(Expression expression) -> text(expression, "The key of an object must be a string");
        };
    }

    /** The expression's value as text; null after a diagnostic, which begins with the rule. */
    @Nullable
    String text(Expression expression, String rule) {
        FlyValue value = value(expression);
        if (value == null) {
            return null;
        }
        Optional<String> text = Conversions.toText(value);
        if (text.isEmpty()) {
            state.wrongType(rule, "string", value, expression.range());
        }
        return text.orElse(null);
    }

    /** The expression's value as bool; null after a diagnostic. */
    @Nullable
    Boolean bool(Expression expression, String rule) {
        FlyValue value = value(expression);
        return value == null ? null : bool(value, expression, rule);
    }

    /** A value of the expression as bool; null after a diagnostic. */
    @Nullable
    Boolean bool(FlyValue value, Expression expression, String rule) {
        Optional<Boolean> bool = Conversions.toBool(value);
        if (bool.isEmpty()) {
            state.wrongType(rule, "bool", value, expression.range());
        }
        return bool.orElse(null);
    }
}
