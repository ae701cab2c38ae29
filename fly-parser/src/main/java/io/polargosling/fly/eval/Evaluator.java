package io.polargosling.fly.eval;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.NumberValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import io.polargosling.fly.eval.FlyValue.StringValue;
import io.polargosling.fly.source.SourceRange;
import io.polargosling.fly.syntax.BinaryOperator;
import io.polargosling.fly.syntax.Expression;
import io.polargosling.fly.syntax.ObjectItem;
import io.polargosling.fly.syntax.ObjectKey;
import io.polargosling.fly.syntax.TemplatePart;
import io.polargosling.fly.syntax.UnaryOperator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates expressions. Inside, null means "could not be evaluated, and that has been reported": whatever depends on it
 * is null as well, so one mistake gives one diagnostic.
 */
public final class Evaluator {

    /** The longest text an expression may make. */
    public static final int MAX_TEXT = 1 << 20;

    /** The longest list an expression may make. */
    public static final int MAX_ITEMS = 100_000;

    private final References references;
    private final Functions functions;
    private Diagnostics diagnostics;

    /** Problems go to {@code diagnostics}, those of locals at their first use. */
    public Evaluator(Scope scope, Functions functions, Diagnostics diagnostics) {
        this(new References(scope, diagnostics), functions, diagnostics);
    }

    private Evaluator(References references, Functions functions, Diagnostics diagnostics) {
        this.references = references;
        this.functions = functions;
        this.diagnostics = diagnostics;
    }

    /** One that knows one more root and shares everything else, the evaluated locals too. */
    public Evaluator withRoot(String name, FlyValue value) {
        return new Evaluator(references.withRoot(name, value), functions, diagnostics);
    }

    /** Empty after a diagnostic. */
    public Optional<Evaluated> evaluate(Expression expression) {
        boolean outer = references.startTracking();
        FlyValue value = value(expression);
        boolean sensitive = references.endTracking(outer);
        return value == null ? Optional.empty() : Optional.of(new Evaluated(value, sensitive));
    }

    /** As {@link #evaluate}, for what must not be repeated in a diagnostic: the caller reports the failure. */
    public Optional<Evaluated> evaluateSilently(Expression expression) {
        boolean outer = references.startTracking();
        FlyValue value = quietly(expression);
        boolean sensitive = references.endTracking(outer);
        return value == null ? Optional.empty() : Optional.of(new Evaluated(value, sensitive));
    }

    /** Evaluates every local, so that mistakes in unused ones are reported too. */
    public void evaluateLocals() {
        references.names().forEach(name -> references.local(name, this));
    }

    /** The value of a local; empty when there is none or it could not be evaluated, which has been reported. */
    public Optional<Evaluated> local(String name) {
        boolean outer = references.startTracking();
        FlyValue value = references.local(name, this);
        boolean sensitive = references.endTracking(outer);
        return value == null ? Optional.empty() : Optional.of(new Evaluated(value, sensitive));
    }

    @Nullable
    FlyValue value(Expression expression) {
        if (!references.enter(expression.range())) {
            return null;
        }
        try {
            return inner(expression);
        } finally {
            references.leave();
        }
    }

    private @Nullable FlyValue inner(Expression expression) {
        return switch (expression) {
            case Expression.NumberLiteral e -> FlyValue.of(e.value());
            case Expression.BoolLiteral e -> FlyValue.of(e.value());
            case Expression.NullLiteral e -> new FlyValue.NullValue();
            case Expression.Template e -> template(e);
            case Expression.Tuple e -> tuple(e);
            case Expression.ObjectLiteral e -> object(e);
            case Expression.Name e -> references.bareName(e);
            case Expression.GetAttribute e -> attribute(e);
            case Expression.Index e -> index(e);
            case Expression.Call e -> call(e);
            case Expression.Unary e -> unary(e);
            case Expression.Binary e -> binary(e);
            case Expression.Conditional e -> conditional(e);
            case Expression.Parentheses e -> value(e.inner());
            case Expression.Splat e -> unsupported(e.range());
            case Expression.SplatItem e -> unsupported(e.range());
            case Expression.ForTuple e -> unsupported(e.range());
            case Expression.ForObject e -> unsupported(e.range());
            case Expression.Erroneous e -> null;
        };
    }

    private @Nullable FlyValue unsupported(SourceRange range) {
        return error("unsupported", "Not supported yet", "This release does not evaluate this.", range);
    }

    private @Nullable FlyValue template(Expression.Template template) {
        if (!template.heredoc()
                && template.parts().size() == 1
                && template.parts().getFirst() instanceof TemplatePart.Interpolation only) {
            return value(only.expression());
        }
        var text = new StringBuilder();
        boolean broken = false;
        for (TemplatePart part : template.parts()) {
            String piece = switch (part) {
                case TemplatePart.Text plain -> plain.text();
                case TemplatePart.Interpolation interpolation -> interpolated(interpolation);
                case TemplatePart.If condition -> unsupported(condition.range()) == null ? null : "";
                case TemplatePart.For loop -> unsupported(loop.range()) == null ? null : "";
            };
            broken |= piece == null;
            text.append(piece == null ? "" : piece);
            if (text.length() > MAX_TEXT) {
                return error(
                        "too-large", "Text too long", "The text would be longer than " + MAX_TEXT + ".", part.range());
            }
        }
        return broken ? null : FlyValue.of(text.toString());
    }

    private @Nullable String interpolated(TemplatePart.Interpolation part) {
        FlyValue value = value(part.expression());
        if (value == null) {
            return null;
        }
        Optional<String> text = Conversions.toText(value);
        if (text.isEmpty()) {
            wrongType("Only strings, numbers and bools go into a template", "string", value, part.range());
        }
        return text.orElse(null);
    }

    private @Nullable FlyValue tuple(Expression.Tuple tuple) {
        var items = new ArrayList<FlyValue>();
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
            case ObjectKey.Computed(Expression expression) -> {
                FlyValue value = value(expression);
                Optional<String> text = value == null ? Optional.empty() : Conversions.toText(value);
                if (value != null && text.isEmpty()) {
                    wrongType("The key of an object must be a string", "string", value, key.range());
                }
                yield text.orElse(null);
            }
        };
    }

    private @Nullable FlyValue attribute(Expression.GetAttribute access) {
        if (access.target() instanceof Expression.Name root && References.isNamespace(root.name())) {
            return references.resolve(root.name(), access, this);
        }
        FlyValue target = value(access.target());
        return target == null ? null : member(target, access.name(), access.range());
    }

    private @Nullable FlyValue member(FlyValue target, String name, SourceRange range) {
        if (!(target instanceof ObjectValue object)) {
            return wrongType("Only objects have attributes; \"" + name + "\" was asked", "object", target, range);
        }
        FlyValue found = object.entries().get(name);
        return found != null
                ? found
                : unknown("attribute", name, object.entries().keySet(), range);
    }

    private @Nullable FlyValue index(Expression.Index index) {
        FlyValue target = value(index.target());
        FlyValue key = value(index.key());
        if (target == null || key == null) {
            return null;
        }
        SourceRange range = index.key().range();
        return switch (target) {
            case ListValue(List<FlyValue> items) -> item(items, key, range);
            case ObjectValue object -> {
                if (key instanceof StringValue(String name)) {
                    yield member(object, name, range);
                }
                yield wrongType("The index of an object must be a string", "string", key, range);
            }
            case FlyValue other ->
                wrongType(
                        "Only lists and objects can be indexed",
                        "list or object",
                        other,
                        index.target().range());
        };
    }

    private @Nullable FlyValue item(List<FlyValue> items, FlyValue key, SourceRange range) {
        if (!(key instanceof NumberValue number)) {
            return wrongType("The index of a list must be a number", "number", key, range);
        }
        boolean valid = number.value().signum() >= 0
                && number.value().compareTo(BigDecimal.valueOf(items.size())) < 0
                && number.value().stripTrailingZeros().scale() <= 0;
        if (!valid) {
            return error(
                    "index-range",
                    "Index out of range",
                    "The list has %d items, so the index must be a whole number from 0 and below %d."
                            .formatted(items.size(), items.size()),
                    range);
        }
        return items.get(number.value().intValueExact());
    }

    private @Nullable FlyValue call(Expression.Call call) {
        var arguments = new ArrayList<FlyValue>();
        boolean broken = false;
        for (Expression argument : call.arguments()) {
            FlyValue value = value(argument);
            broken |= value == null;
            if (value != null) {
                arguments.add(value);
            }
        }
        Optional<FlyFunction> function = functions.find(call.function());
        if (function.isEmpty()) {
            return unknown("function", call.function(), functions.names(), call.functionRange());
        }
        if (broken) {
            return null;
        }
        if (call.expandLast() && !arguments.isEmpty()) {
            FlyValue last = arguments.removeLast();
            if (!(last instanceof ListValue(List<FlyValue> items))) {
                return wrongType("Only a list can be expanded with \"...\"", "list", last, call.range());
            }
            arguments.addAll(items);
        }
        return switch (function.get().call(List.copyOf(arguments))) {
            case FlyFunction.Outcome.Value(FlyValue value) -> value;
            case FlyFunction.Outcome.Problem(int at, String message) -> {
                boolean known = at >= 0 && at < call.arguments().size();
                yield error(
                        "function-argument",
                        "Invalid function argument",
                        "Calling " + call.function() + ": " + message + ".",
                        known ? call.arguments().get(at).range() : call.range());
            }
        };
    }

    private @Nullable FlyValue unary(Expression.Unary unary) {
        FlyValue operand = value(unary.operand());
        if (operand == null) {
            return null;
        }
        if (unary.operator() == UnaryOperator.NOT) {
            Boolean bool = bool(operand, unary.operand().range(), "!");
            return bool == null ? null : FlyValue.of(!bool);
        }
        BigDecimal number = number(operand, unary.operand().range(), "-");
        return number == null ? null : FlyValue.of(number.negate());
    }

    private @Nullable FlyValue binary(Expression.Binary binary) {
        BinaryOperator operator = binary.operator();
        FlyValue left = value(binary.left());
        FlyValue right = value(binary.right());
        if (left == null || right == null) {
            return null;
        }
        return switch (operator) {
            case OR, AND -> logical(binary, left, right);
            case EQUAL, NOT_EQUAL -> {
                Optional<Boolean> equal = Operators.equal(left, right);
                yield equal.isPresent()
                        ? FlyValue.of(equal.get() == (operator == BinaryOperator.EQUAL))
                        : error(
                                "too-large",
                                "Values too large",
                                "These values are too large to compare.",
                                binary.range());
            }
            default -> arithmetic(binary, left, right);
        };
    }

    private @Nullable FlyValue logical(Expression.Binary binary, FlyValue left, FlyValue right) {
        String symbol = binary.operator().symbol();
        Boolean first = bool(left, binary.left().range(), symbol);
        Boolean second = bool(right, binary.right().range(), symbol);
        if (first == null || second == null) {
            return null;
        }
        return FlyValue.of(binary.operator() == BinaryOperator.OR ? first || second : first && second);
    }

    private @Nullable FlyValue arithmetic(Expression.Binary binary, FlyValue left, FlyValue right) {
        String symbol = binary.operator().symbol();
        BigDecimal first = number(left, binary.left().range(), symbol);
        BigDecimal second = number(right, binary.right().range(), symbol);
        if (first == null || second == null) {
            return null;
        }
        Optional<FlyValue> result = Operators.arithmetic(binary.operator(), first, second);
        return result.isPresent()
                ? result.get()
                : error(
                        "arithmetic",
                        "No result",
                        "The operator \"" + symbol + "\" has no result here: division by zero, or too many digits.",
                        binary.range());
    }

    private @Nullable FlyValue conditional(Expression.Conditional conditional) {
        FlyValue condition = value(conditional.condition());
        Boolean chosen = condition == null
                ? null
                : bool(condition, conditional.condition().range(), "?");
        if (chosen == null) {
            return null;
        }
        FlyValue result = value(chosen ? conditional.whenTrue() : conditional.whenFalse());
        FlyValue other = quietly(chosen ? conditional.whenFalse() : conditional.whenTrue());
        if (result == null || other == null || result.type() == other.type()) {
            return result;
        }
        if (result.type() == FlyType.NULL || other.type() == FlyType.NULL) {
            return result;
        }
        boolean text = result.type() == FlyType.STRING || other.type() == FlyType.STRING;
        Optional<String> asText = Conversions.toText(result);
        if (text && asText.isPresent() && Conversions.toText(other).isPresent()) {
            return FlyValue.of(asText.get());
        }
        return wrongType(
                "Both results of a condition must have one type", other.type().word(), result, conditional.range());
    }

    /** The branch not taken counts for the type alone; what is wrong with it does no harm. */
    private @Nullable FlyValue quietly(Expression expression) {
        Diagnostics loud = diagnostics;
        boolean outer = references.startTracking();
        diagnostics = new Diagnostics();
        try {
            return references.quietly(diagnostics, () -> value(expression));
        } finally {
            diagnostics = loud;
            references.dropTracking(outer);
        }
    }

    private @Nullable BigDecimal number(FlyValue value, SourceRange range, String symbol) {
        Optional<BigDecimal> number = Conversions.toNumber(value);
        if (number.isEmpty()) {
            wrongType("The operator \"" + symbol + "\" works on numbers", "number", value, range);
        }
        return number.orElse(null);
    }

    private @Nullable Boolean bool(FlyValue value, SourceRange range, String symbol) {
        Optional<Boolean> bool = Conversions.toBool(value);
        if (bool.isEmpty()) {
            wrongType("The operator \"" + symbol + "\" works on bools", "bool", value, range);
        }
        return bool.orElse(null);
    }

    private @Nullable FlyValue wrongType(String rule, String expected, FlyValue found, SourceRange range) {
        return error(
                "wrong-type",
                "Wrong type",
                rule + " (expected: " + expected + ", found: " + found.type().word() + ").",
                range);
    }

    private @Nullable FlyValue unknown(String what, String name, Collection<String> known, SourceRange range) {
        diagnostics.add(References.unknown(what, name, known, range));
        return null;
    }

    private @Nullable FlyValue error(String code, String summary, String detail, SourceRange range) {
        diagnostics.add(Diagnostic.error(code, summary, detail, range));
        return null;
    }

    /** Runs with problems going elsewhere: those of a local belong to the file even when first seen in a branch not taken. */
    @Nullable
    FlyValue valueReportingTo(Diagnostics target, Expression expression) {
        Diagnostics former = diagnostics;
        diagnostics = target;
        try {
            return value(expression);
        } finally {
            diagnostics = former;
        }
    }
}
