package io.polargosling.fly.eval;

import io.polargosling.fly.eval.FlyFunction.Outcome;
import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import io.polargosling.fly.eval.FlyValue.StringValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The functions by name. */
public final class Functions {

    private static final Functions STANDARD = new Functions(new TreeMap<>(Map.of(
            "upper", onText(text -> text.toUpperCase(Locale.ROOT)),
            "lower", onText(text -> text.toLowerCase(Locale.ROOT)),
            "format", Functions::format,
            "join", Functions::join,
            "concat", Functions::concat,
            "length", Functions::length)));

    private final Map<String, FlyFunction> byName;

    private Functions(Map<String, FlyFunction> byName) {
        this.byName = byName;
    }

    /** Those every file may call. */
    public static Functions standard() {
        return STANDARD;
    }

    public Optional<FlyFunction> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Set<String> names() {
        return byName.keySet();
    }

    private static FlyFunction onText(UnaryOperator<String> change) {
        return arguments -> {
            if (arguments.size() != 1) {
                return new Outcome.Problem(-1, "expected 1 argument, found " + arguments.size());
            }
            Optional<String> text = Conversions.toText(arguments.getFirst());
            return text.isPresent()
                    ? value(FlyValue.of(change.apply(text.get())))
                    : wrong(0, "string", arguments.getFirst());
        };
    }

    private static Outcome length(List<FlyValue> arguments) {
        if (arguments.size() != 1) {
            return new Outcome.Problem(-1, "expected 1 argument, found " + arguments.size());
        }
        return switch (arguments.getFirst()) {
            case StringValue(String text) -> value(FlyValue.of(text.codePointCount(0, text.length())));
            case ListValue(List<FlyValue> items) -> value(FlyValue.of(items.size()));
            case ObjectValue object -> value(FlyValue.of(object.entries().size()));
            case FlyValue other -> wrong(0, "string, list or object", other);
        };
    }

    private static Outcome concat(List<FlyValue> arguments) {
        var all = new ArrayList<FlyValue>();
        for (int i = 0; i < arguments.size(); i++) {
            if (!(arguments.get(i) instanceof ListValue(List<FlyValue> items))) {
                return wrong(i, "list", arguments.get(i));
            }
            all.addAll(items);
            if (all.size() > Evaluator.MAX_ITEMS) {
                return new Outcome.Problem(-1, "the list would have more than " + Evaluator.MAX_ITEMS + " items");
            }
        }
        return value(new ListValue(all));
    }

    private static Outcome join(List<FlyValue> arguments) {
        if (arguments.size() < 2) {
            return new Outcome.Problem(-1, "expected a separator and at least one list");
        }
        if (!(arguments.getFirst() instanceof StringValue(String separator))) {
            return wrong(0, "string", arguments.getFirst());
        }
        var parts = new ArrayList<String>();
        long size = 0;
        for (int i = 1; i < arguments.size(); i++) {
            if (!(arguments.get(i) instanceof ListValue(List<FlyValue> items))) {
                return wrong(i, "list of strings", arguments.get(i));
            }
            for (FlyValue item : items) {
                Optional<String> text = Conversions.toText(item);
                if (text.isEmpty()) {
                    return wrong(i, "list of strings", item);
                }
                parts.add(text.get());
                size += text.get().length() + separator.length();
            }
            if (size > Evaluator.MAX_TEXT) {
                return new Outcome.Problem(-1, "the text would be longer than " + Evaluator.MAX_TEXT);
            }
        }
        return value(FlyValue.of(String.join(separator, parts)));
    }

    /** The verbs %s %d %v %q and %%, without flags. */
    private static Outcome format(List<FlyValue> arguments) {
        if (arguments.isEmpty() || !(arguments.getFirst() instanceof StringValue(String pattern))) {
            return new Outcome.Problem(-1, "expected a format string first");
        }
        var out = new StringBuilder();
        int next = 1;
        for (int at = 0; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            if (c != '%') {
                out.append(c);
                continue;
            }
            char verb = ++at < pattern.length() ? pattern.charAt(at) : ' ';
            if (verb == '%') {
                out.append('%');
                continue;
            }
            if ("sdvq".indexOf(verb) < 0) {
                return new Outcome.Problem(0, "the verbs are %s, %d, %v, %q and %%");
            }
            if (next >= arguments.size()) {
                return new Outcome.Problem(-1, "the format asks for more arguments than the " + (next - 1) + " given");
            }
            Optional<String> text = formatted(verb, arguments.get(next));
            if (text.isEmpty()) {
                return wrong(next, verb == 'd' ? "whole number" : "string, number or bool", arguments.get(next));
            }
            out.append(text.get());
            next++;
            if (out.length() > Evaluator.MAX_TEXT) {
                return new Outcome.Problem(-1, "the text would be longer than " + Evaluator.MAX_TEXT);
            }
        }
        return next == arguments.size()
                ? value(FlyValue.of(out.toString()))
                : new Outcome.Problem(next, "the format uses only " + (next - 1) + " arguments");
    }

    private static Optional<String> formatted(char verb, FlyValue argument) {
        if (verb == 'd') {
            return Conversions.toNumber(argument)
                    .filter(number -> number.stripTrailingZeros().scale() <= 0)
                    .map(number -> new FlyValue.NumberValue(number).text());
        }
        Optional<String> text = Conversions.toText(argument);
        return verb == 'q' ? text.map(t -> '"' + t.replace("\\", "\\\\").replace("\"", "\\\"") + '"') : text;
    }

    private static Outcome value(FlyValue value) {
        return new Outcome.Value(value);
    }

    private static Outcome wrong(int argument, String expected, FlyValue found) {
        return new Outcome.Problem(
                argument, "expected " + expected + ", found " + found.type().word());
    }
}
