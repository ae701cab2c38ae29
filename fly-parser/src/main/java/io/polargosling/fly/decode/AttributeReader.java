package io.polargosling.fly.decode;

import io.polargosling.fly.diagnostic.DidYouMean;
import io.polargosling.fly.eval.Evaluated;
import io.polargosling.fly.eval.FlyType;
import io.polargosling.fly.eval.FlyValue;
import io.polargosling.fly.source.SourceRange;
import io.polargosling.fly.syntax.Attribute;
import io.polargosling.fly.syntax.Expression;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the value of one attribute as one type; empty when it is absent, null, or wrong, which has been reported. */
final class AttributeReader {

    private static final List<String> SECRET_SCHEMES =
            List.of("yc-lockbox://", "aws-sm://", "vault://", "local://", "env://");

    private final DecodeContext context;
    private final String block;
    private final String name;
    private final Optional<Attribute> attribute;

    AttributeReader(DecodeContext context, String block, String name, Optional<Attribute> attribute) {
        this.context = context;
        this.block = block;
        this.name = name;
        this.attribute = attribute;
    }

    /** Whatever it evaluates to. */
    Optional<Located<Evaluated>> any() {
        return attribute.flatMap(a -> {
            SourceRange range = a.value().range();
            Optional<Evaluated> found = context.evaluator().evaluate(a.value());
            if (found.isEmpty() && !context.diagnostics().hasErrors()) {
                // The mistake is in another file; a default in place of the value would be a guess.
                context.error(
                        "broken-reference",
                        "Value depends on something broken",
                        "\"%s\" of %s uses a variable or local that another file declares wrongly."
                                .formatted(name, block),
                        range);
            }
            return found.map(value -> new Located<>(value, range));
        });
    }

    /** As written, not evaluated. */
    Optional<Expression> expression() {
        return attribute.map(Attribute::value);
    }

    /** Any string that is not empty. */
    Optional<Located<String>> text() {
        return text(text ->
                text.isEmpty() ? Optional.of(new Problem(0, "expected a text that is not empty")) : Optional.empty());
    }

    Optional<Located<String>> text(StringChecker checker) {
        return text("invalid-value", checker);
    }

    Optional<Located<String>> text(String code, StringChecker checker) {
        return value().flatMap(found -> string(found).filter(text -> accepted(code, checker, found)));
    }

    private boolean accepted(String code, StringChecker checker, Located<Evaluated> value) {
        Optional<Problem> problem = checker.check(textOf(value));
        problem.ifPresent(p -> reportInside(code, value, p));
        return problem.isEmpty();
    }

    /** One of a few words. */
    <T> Optional<Located<T>> word(Map<String, T> words) {
        Optional<Located<Evaluated>> string = value().flatMap(this::stringValue);
        if (string.isEmpty()) {
            return Optional.empty();
        }
        Located<Evaluated> found = string.get();
        T meaning = words.get(textOf(found));
        if (meaning == null) {
            context.error(
                    "invalid-value",
                    "Invalid value",
                    "\"%s\" of %s is %s (expected one of: %s)."
                            .formatted(name, block, found.value().describe(), String.join(", ", words.keySet())),
                    found.range(),
                    found.value().sensitive() ? Optional.empty() : DidYouMean.advice(textOf(found), words.keySet()));
            return Optional.empty();
        }
        return Optional.of(new Located<>(meaning, found.range()));
    }

    Optional<Located<Boolean>> bool() {
        return value().flatMap(found -> {
            if (found.value().value() instanceof FlyValue.BoolValue(boolean bool)) {
                return Optional.of(new Located<>(bool, found.range()));
            }
            wrongType("bool", found);
            return Optional.empty();
        });
    }

    /** A whole number between two bounds, both inclusive. */
    Optional<Located<Integer>> integer(int min, int max) {
        return value().flatMap(found -> {
            if (!(found.value().value() instanceof FlyValue.NumberValue(BigDecimal number))) {
                wrongType("number", found);
                return Optional.empty();
            }
            boolean whole = number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
            boolean within =
                    number.compareTo(BigDecimal.valueOf(min)) >= 0 && number.compareTo(BigDecimal.valueOf(max)) <= 0;
            if (!whole || !within) {
                outOfRange(found, "a whole number from " + min + " to " + max);
                return Optional.empty();
            }
            return Optional.of(new Located<>(number.intValueExact(), found.range()));
        });
    }

    Optional<Located<Duration>> duration() {
        return value().flatMap(found -> {
            if (found.value().value() instanceof FlyValue.NumberValue) {
                wrongType("string", found, Optional.of("A duration needs a unit, such as \"10m\"."));
                return Optional.empty();
            }
            return parsed(found, "string", DurationText::parse);
        });
    }

    /** A size; a bare number counts units of {@code unit}. */
    Optional<Located<ByteSize>> size(ByteSize unit) {
        return value().flatMap(found -> {
            if (!(found.value().value() instanceof FlyValue.NumberValue(BigDecimal number))) {
                return parsed(found, "number or string", SizeText::parse);
            }
            boolean whole = number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
            if (!whole || number.signum() < 0 || number.compareTo(BigDecimal.valueOf(1_000_000_000)) > 0) {
                outOfRange(found, "a whole number of " + unit.toString().substring(2));
                return Optional.empty();
            }
            return Optional.of(new Located<>(
                    new ByteSize(Math.multiplyExact(number.longValueExact(), unit.bytes())), found.range()));
        });
    }

    private <T> Optional<Located<T>> parsed(Located<Evaluated> found, String expected, TextParser<T> parser) {
        if (found.value().value().type() != FlyType.STRING) {
            wrongType(expected, found);
            return Optional.empty();
        }
        return switch (parser.parse(textOf(found))) {
            case TextParser.Result.Valid<T>(T value) -> Optional.of(new Located<>(value, found.range()));
            case TextParser.Result.Malformed<T>(Problem problem) -> {
                reportInside("invalid-value", found, problem);
                yield Optional.empty();
            }
        };
    }

    /** A list of strings, each with its place where the list is written out. */
    Optional<Located<List<Located<String>>>> texts(StringChecker checker) {
        return value().flatMap(found -> {
            if (!(found.value().value() instanceof FlyValue.ListValue(List<FlyValue> items))) {
                wrongType("list of strings", found);
                return Optional.empty();
            }
            List<Expression> written = attribute.orElseThrow().value() instanceof Expression.Tuple tuple
                            && tuple.items().size() == items.size()
                    ? tuple.items()
                    : List.of();
            var texts = new ArrayList<Located<String>>();
            for (int i = 0; i < items.size(); i++) {
                SourceRange range =
                        written.isEmpty() ? found.range() : written.get(i).range();
                var item =
                        new Located<>(new Evaluated(items.get(i), found.value().sensitive()), range);
                string(item)
                        .filter(text -> accepted("invalid-value", checker, item))
                        .ifPresent(texts::add);
            }
            return texts.size() == items.size()
                    ? Optional.of(new Located<>(List.copyOf(texts), found.range()))
                    : Optional.empty();
        });
    }

    /** Any text; one that begins like a secret URI must be one, and then is treated as such. */
    Optional<Located<String>> textOrSecret() {
        Optional<Located<String>> read = value().flatMap(this::string);
        if (read.isEmpty() || SECRET_SCHEMES.stream().noneMatch(read.get().value()::startsWith)) {
            return read;
        }
        context.diagnostics().hide(read.get().range());
        return read.filter(text -> {
            Optional<Problem> problem = context.checkers().secretUri().check(text.value());
            problem.ifPresent(p -> notSecret(p.message(), text.range()));
            return problem.isEmpty();
        });
    }

    /** A secret URI; nothing of what stands there is ever repeated or drawn, not even of a broken expression. */
    Optional<Located<String>> secret() {
        if (attribute.isEmpty() || attribute.get().value() instanceof Expression.Erroneous) {
            return Optional.empty();
        }
        SourceRange range = attribute.get().value().range();
        context.diagnostics().hide(range);
        Optional<Evaluated> read =
                context.evaluator().evaluateSilently(attribute.get().value());
        if (read.isEmpty()) {
            notSecret("the expression here has no value", range);
            return Optional.empty();
        }
        if (read.get().value().type() == FlyType.NULL) {
            return Optional.empty();
        }
        var found = new Located<>(read.get(), range);
        FlyValue value = found.value().value();
        if (!(value instanceof FlyValue.StringValue(String text))) {
            context.error(
                    "wrong-type",
                    "Wrong type",
                    "\"%s\" of %s takes a secret URI (expected: string, found: %s)."
                            .formatted(name, block, value.type().word()),
                    found.range());
            return Optional.empty();
        }
        Optional<Problem> problem = context.checkers().secretUri().check(text);
        if (problem.isPresent()) {
            notSecret(problem.get().message(), range);
            return Optional.empty();
        }
        return Optional.of(new Located<>(text, found.range()));
    }

    private void notSecret(String reason, SourceRange range) {
        context.error(
                "secret-scheme",
                "Not a secret URI",
                "\"%s\" of %s takes the URI of a secret, never the secret itself: %s.".formatted(name, block, reason),
                range,
                Optional.of("Store the secret in a backend and write, for example, \"vault://PATH/KEY\"."));
    }

    private Optional<Located<Evaluated>> value() {
        return any().filter(found -> found.value().value().type() != FlyType.NULL);
    }

    private Optional<Located<String>> string(Located<Evaluated> found) {
        return string(found, "string");
    }

    private Optional<Located<String>> string(Located<Evaluated> found, String expected) {
        if (found.value().value() instanceof FlyValue.StringValue(String text)) {
            return Optional.of(new Located<>(text, found.range()));
        }
        wrongType(expected, found);
        return Optional.empty();
    }

    private Optional<Located<Evaluated>> stringValue(Located<Evaluated> found) {
        return string(found).map(text -> found);
    }

    private static String textOf(Located<Evaluated> found) {
        return found.value().value() instanceof FlyValue.StringValue(String text) ? text : "";
    }

    private void wrongType(String expected, Located<Evaluated> found) {
        wrongType(expected, found, unquoted(expected, found.value()));
    }

    private void wrongType(String expected, Located<Evaluated> found, Optional<String> advice) {
        context.error(
                "wrong-type",
                "Wrong type",
                "\"%s\" of %s has the wrong type (expected: %s, found: %s)."
                        .formatted(name, block, expected, found.value().describe()),
                found.range(),
                advice);
    }

    private static Optional<String> unquoted(String expected, Evaluated found) {
        if (found.sensitive() || !(found.value() instanceof FlyValue.StringValue(String text))) {
            return Optional.empty();
        }
        boolean number = expected.startsWith("number") && text.matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?");
        boolean bool = expected.equals("bool") && (text.equals("true") || text.equals("false"));
        return number || bool ? Optional.of("Write " + text + " without quotes.") : Optional.empty();
    }

    private void outOfRange(Located<Evaluated> found, String expected) {
        context.error(
                "out-of-range",
                "Value out of range",
                "\"%s\" of %s is %s (expected: %s)."
                        .formatted(name, block, found.value().describe(), expected),
                found.range());
    }

    private void reportInside(String code, Located<Evaluated> found, Problem problem) {
        context.error(
                code,
                "Invalid value",
                "\"%s\" of %s is %s (%s, at character %d)."
                        .formatted(name, block, found.value().describe(), problem.message(), problem.offset() + 1),
                Insides.range(attribute, found.range(), problem.offset()));
    }
}
