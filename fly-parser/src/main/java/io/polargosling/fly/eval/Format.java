package io.polargosling.fly.eval;

import io.polargosling.fly.eval.FlyFunction.Outcome;
import io.polargosling.fly.eval.FlyValue.BoolValue;
import io.polargosling.fly.eval.FlyValue.NumberValue;
import io.polargosling.fly.eval.FlyValue.StringValue;
import java.math.BigDecimal;
import java.util.Optional;

/** The function {@code format}: text with verbs such as {@code %s}, {@code %05d} and {@code %[2]v}. */
final class Format {

    private final Arguments arguments;
    private final String pattern;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int next = 1;
    private int used;

    private Format(Arguments arguments) {
        this.arguments = arguments;
        this.pattern = arguments.text(0);
    }

    static Outcome call(Arguments arguments) {
        return new Format(arguments).result();
    }

    private Outcome result() {
        while (at < pattern.length()) {
            int percent = pattern.indexOf('%', at);
            int end = percent < 0 ? pattern.length() : percent;
            out.append(pattern, at, end);
            at = end;
            if (percent >= 0) {
                Optional<Outcome> problem = verb();
                if (problem.isPresent()) {
                    return problem.get();
                }
            }
            if (out.length() > Evaluator.MAX_TEXT) {
                return Outcome.tooLong();
            }
        }
        int given = arguments.size() - 1;
        return used < given
                ? Outcome.problem(
                        used + 1,
                        used == 0
                                ? "the format has no verb for this"
                                : "the format has verbs for " + used + " of " + given + " values only")
                : Outcome.of(out.toString());
    }

    /** Reads one verb and writes its value; what went wrong, or empty. */
    private Optional<Outcome> verb() {
        int start = at;
        if (pattern.startsWith("%%", at)) {
            at += 2;
            out.append('%');
            return Optional.empty();
        }
        Optional<FormatVerb> read = FormatVerb.read(pattern, at);
        if (read.isEmpty()) {
            return Optional.of(Outcome.problem(
                    0, "expected a verb such as %%s, %%d, %%v, %%q, %%f or %%%% at character %d".formatted(start + 1)));
        }
        FormatVerb verb = read.get();
        at = verb.end();
        int index = verb.argument() == 0 ? next : verb.argument();
        if (index >= arguments.size()) {
            return Optional.of(Outcome.problem(
                    "the format asks for value %d, given are %d".formatted(index, arguments.size() - 1)));
        }
        if (verb.width() > Evaluator.MAX_TEXT || verb.precision() > FormatVerb.MAX_PRECISION) {
            return Optional.of(Outcome.tooLong());
        }
        next = index + 1;
        used = Math.max(used, index);
        return write(verb, index);
    }

    private Optional<Outcome> write(FormatVerb verb, int index) {
        FlyValue value = arguments.value(index);
        if (verb.isJson(value)) {
            if (!arguments.walkable(index)) {
                return Optional.of(Outcome.tooLarge());
            }
            out.append(verb.padded(JsonText.of(value)));
            return Optional.empty();
        }
        Optional<String> text = switch (verb.letter()) {
            case 'v' -> plain(value).map(verb::padded);
            case 't' -> Conversions.toBool(value).map(bool -> Boolean.toString(bool));
            case 's' -> Conversions.toText(value).map(verb::cut).map(verb::padded);
            case 'q' ->
                Conversions.toText(value)
                        .map(verb::cut)
                        .map(FlyValue::of)
                        .map(JsonText::of)
                        .map(verb::padded);
            default -> Conversions.toNumber(value).filter(verb::takes).map(number -> NumberFormat.of(verb, number));
        };
        text.ifPresent(out::append);
        return text.isPresent() ? Optional.empty() : Optional.of(Outcome.unexpected(index, verb.expected(), value));
    }

    private static Optional<String> plain(FlyValue value) {
        return switch (value) {
            case StringValue(String text) -> Optional.of(text);
            case NumberValue(BigDecimal number) -> Optional.of(NumberFormat.general(number, -1, 'e'));
            case BoolValue(boolean bool) -> Optional.of(Boolean.toString(bool));
            case FlyValue other -> Optional.empty();
        };
    }
}
