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
import java.util.OptionalInt;

/** Reads the value of one attribute as one type; empty when it is absent, null, or wrong, which has been reported. */
final class AttributeReader {

    private final AttributeSite site;
    private final DecodeContext context;
    private final Optional<Attribute> attribute;
    private final boolean required;

    /** A null in a {@code required} place is reported; that the attribute is absent is not, the caller does that. */
    AttributeReader(AttributeSite site, boolean required) {
        this.site = site;
        this.context = site.context();
        this.attribute = site.attribute();
        this.required = required;
    }

    /** Whatever it evaluates to. */
    Optional<Located<Evaluated>> any() {
        return attribute.flatMap(a -> {
            SourceRange range = a.value().range();
            Optional<Evaluated> found = context.evaluator().evaluate(a.value());
            if (found.isEmpty() && !context.diagnostics().hasErrors()) {
                // The mistake is in another file; a default in place of the value would be a guess.
                site.brokenReference(range);
            }
            found.filter(Evaluated::sensitive).ifPresent(value -> site.markSensitive());
            return found.map(value -> new Located<>(value, range));
        });
    }

    /** As written, not evaluated. */
    Optional<Expression> expression() {
        return attribute.map(Attribute::value);
    }

    /** Any string that is not empty. */
    Optional<Located<String>> text() {
        return text(Texts::notEmpty);
    }

    Optional<Located<String>> text(StringChecker checker) {
        return text("invalid-value", checker);
    }

    Optional<Located<String>> text(String code, StringChecker checker) {
        return value().flatMap(found -> string(found).filter(text -> accepted(code, checker, found)));
    }

    private boolean accepted(String code, StringChecker checker, Located<Evaluated> value) {
        Optional<Problem> problem = checker.check(textOf(value));
        problem.ifPresent(p -> site.invalidInside(code, value, p));
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
                            .formatted(
                                    site.name(),
                                    site.block(),
                                    found.value().describe(),
                                    String.join(", ", words.keySet())),
                    found.range(),
                    found.value().sensitive() ? Optional.empty() : DidYouMean.advice(textOf(found), words.keySet()));
            return Optional.empty();
        }
        return Optional.of(located(meaning, found));
    }

    Optional<Located<Boolean>> bool() {
        return value().flatMap(found -> {
            if (found.value().value() instanceof FlyValue.BoolValue(boolean bool)) {
                return Optional.of(located(bool, found));
            }
            site.wrongType("bool", found);
            return Optional.empty();
        });
    }

    /** A bool, or {@code absent} when there is none. */
    boolean flag(boolean absent) {
        return bool().map(Located::value).orElse(absent);
    }

    /** A whole number between two bounds, both inclusive. */
    Optional<Located<Integer>> integer(int min, int max) {
        return value().flatMap(found -> {
            if (!(found.value().value() instanceof FlyValue.NumberValue(BigDecimal number))) {
                site.wrongType("number", found);
                return Optional.empty();
            }
            boolean whole = number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
            boolean within =
                    number.compareTo(BigDecimal.valueOf(min)) >= 0 && number.compareTo(BigDecimal.valueOf(max)) <= 0;
            if (!whole || !within) {
                site.outOfRange(found, "a whole number from " + min + " to " + max);
                return Optional.empty();
            }
            return Optional.of(located(number.intValueExact(), found));
        });
    }

    /** As {@link #integer}, without its place. */
    OptionalInt optionalInt(int min, int max) {
        return integer(min, max).map(found -> OptionalInt.of(found.value())).orElseGet(OptionalInt::empty);
    }

    Optional<Located<Duration>> duration() {
        return value().flatMap(found -> {
            if (found.value().value() instanceof FlyValue.NumberValue) {
                site.wrongType("string", found, Optional.of("A duration needs a unit, such as \"10m\"."));
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
                site.outOfRange(found, "a whole number of " + unit.toString().substring(2));
                return Optional.empty();
            }
            var size = new ByteSize(Math.multiplyExact(number.longValueExact(), unit.bytes()));
            return Optional.of(located(size, found));
        });
    }

    private <T> Optional<Located<T>> parsed(Located<Evaluated> found, String expected, TextParser<T> parser) {
        if (found.value().value().type() != FlyType.STRING) {
            site.wrongType(expected, found);
            return Optional.empty();
        }
        return switch (parser.parse(textOf(found))) {
            case TextParser.Result.Valid<T>(T value) -> Optional.of(located(value, found));
            case TextParser.Result.Malformed<T>(Problem problem) -> {
                site.invalidInside("invalid-value", found, problem);
                yield Optional.empty();
            }
        };
    }

    /** A list of strings, each with its place where the list is written out. */
    Optional<Located<List<Located<String>>>> texts(StringChecker checker) {
        return value().flatMap(found -> {
            Optional<List<FlyValue>> listed = items(found.value().value());
            if (listed.isEmpty()) {
                site.wrongType("list of strings", found);
                return Optional.empty();
            }
            List<FlyValue> items = listed.get();
            List<SourceRange> places = Insides.items(attribute, items.size(), found.range());
            var texts = new ArrayList<Located<String>>();
            for (int i = 0; i < items.size(); i++) {
                var item =
                        new Located<>(new Evaluated(items.get(i), found.value().sensitive()), places.get(i));
                string(item)
                        .filter(text -> accepted("invalid-value", checker, item))
                        .ifPresent(texts::add);
            }
            return texts.size() == items.size() ? Optional.of(located(List.copyOf(texts), found)) : Optional.empty();
        });
    }

    /** As {@link #texts}, without places; empty when there is none. */
    List<String> plainTexts(StringChecker checker) {
        return texts(checker)
                .map(found -> found.value().stream().map(Located::value).toList())
                .orElse(List.of());
    }

    /** As {@link #text()}, without its place. */
    Optional<String> plainText() {
        return text().map(Located::value);
    }

    /** As {@link #text(StringChecker)}, without its place. */
    Optional<String> plainText(StringChecker checker) {
        return text(checker).map(Located::value);
    }

    /** A duration between two bounds, both inclusive; {@code absent} when there is none. */
    Duration duration(Duration min, Duration max, Duration absent) {
        Optional<Located<Duration>> written = duration();
        written.filter(found ->
                        found.value().compareTo(min) < 0 || found.value().compareTo(max) > 0)
                .ifPresent(found -> context.outOfRange(
                        "\"%s\" of %s is %s (expected: %s to %s)."
                                .formatted(
                                        site.name(),
                                        site.block(),
                                        found.map(DurationText::print).shown(),
                                        DurationText.print(min),
                                        DurationText.print(max)),
                        found.range()));
        return written.map(Located::value).orElse(absent);
    }

    /** Any text; one that begins like a secret URI must be one, and then is treated as such. */
    Optional<Located<String>> textOrSecret() {
        return value().flatMap(this::string)
                .filter(text -> !SecretReader.looksLikeSecret(text.value()) || new SecretReader(site).accepts(text));
    }

    /** Of a list, or of a set, which becomes one. */
    static Optional<List<FlyValue>> items(FlyValue value) {
        return switch (value) {
            case FlyValue.ListValue(List<FlyValue> items) -> Optional.of(items);
            case FlyValue.SetValue(List<FlyValue> items) -> Optional.of(items);
            case FlyValue other -> Optional.empty();
        };
    }

    private Optional<Located<Evaluated>> value() {
        return any().filter(found -> {
            boolean present = found.value().value().type() != FlyType.NULL;
            boolean written = !(attribute.orElseThrow().value() instanceof Expression.NullLiteral);
            if (!present && required && written) {
                site.nullValue(found.range());
            }
            return present;
        });
    }

    private Optional<Located<String>> string(Located<Evaluated> found) {
        return string(found, "string");
    }

    private Optional<Located<String>> string(Located<Evaluated> found, String expected) {
        if (found.value().value() instanceof FlyValue.StringValue(String text)) {
            return Optional.of(located(text, found));
        }
        site.wrongType(expected, found);
        return Optional.empty();
    }

    private Optional<Located<Evaluated>> stringValue(Located<Evaluated> found) {
        return string(found).map(text -> found);
    }

    private static <T> Located<T> located(T value, Located<Evaluated> found) {
        return new Located<>(value, found.range(), found.value().sensitive());
    }

    private static String textOf(Located<Evaluated> found) {
        return found.value().value() instanceof FlyValue.StringValue(String text) ? text : "";
    }
}
