package io.polargosling.fly.decode;

import io.polargosling.fly.eval.Evaluated;
import io.polargosling.fly.eval.FlyType;
import io.polargosling.fly.eval.FlyValue;
import io.polargosling.fly.source.SourceRange;
import io.polargosling.fly.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads values that are, or may be, the URIs of secrets. What stands there is drawn masked, whatever it is. */
final class SecretReader {

    private static final List<String> SCHEMES = List.of("yc-lockbox://", "aws-sm://", "vault://", "local://", "env://");

    private final AttributeSite site;
    private final DecodeContext context;

    SecretReader(AttributeSite site) {
        this.site = site;
        this.context = site.context();
    }

    /** Whether a text begins as a secret URI does. */
    static boolean looksLikeSecret(String text) {
        return SCHEMES.stream().anyMatch(text::startsWith);
    }

    /** Judges a text that looks like a secret where any text may stand. */
    boolean accepts(Located<String> text) {
        context.diagnostics().hide(text.range());
        Optional<Problem> problem = context.checkers().secretUri().check(text.value());
        problem.ifPresent(p -> site.notSecret(p.message(), text.range()));
        return problem.isEmpty();
    }

    /** A secret URI; nothing of what stands there is ever repeated or drawn, not even of a broken expression. */
    Optional<Located<String>> secret() {
        return evaluated().flatMap(found -> uri(found.value().value(), found.range()));
    }

    /** A list of secret URIs, judged as {@link #secret} is. */
    Optional<List<Located<String>>> secrets() {
        Optional<Located<Evaluated>> read = evaluated();
        if (read.isEmpty()) {
            return Optional.empty();
        }
        Located<Evaluated> found = read.get();
        Optional<List<FlyValue>> listed = AttributeReader.items(found.value().value());
        if (listed.isEmpty()) {
            wrongType("list of strings", found.value().value(), found.range());
            return Optional.empty();
        }
        List<FlyValue> items = listed.get();
        List<SourceRange> places = Insides.items(site.attribute(), items.size(), found.range());
        var uris = new ArrayList<Located<String>>();
        for (int i = 0; i < items.size(); i++) {
            uri(items.get(i), places.get(i)).ifPresent(uris::add);
        }
        return uris.size() == items.size() ? Optional.of(List.copyOf(uris)) : Optional.empty();
    }

    private Optional<Located<Evaluated>> evaluated() {
        if (site.attribute().isEmpty() || site.attribute().get().value() instanceof Expression.Erroneous) {
            return Optional.empty();
        }
        Expression value = site.attribute().get().value();
        context.diagnostics().hide(value.range());
        Optional<Evaluated> read = context.evaluator().evaluateSilently(value);
        if (read.isEmpty()) {
            site.notSecret("the expression here has no value", value.range());
        }
        read.filter(Evaluated::sensitive).ifPresent(found -> site.markSensitive());
        return read.filter(found -> found.value().type() != FlyType.NULL)
                .map(found -> new Located<>(found, value.range()));
    }

    private Optional<Located<String>> uri(FlyValue value, SourceRange range) {
        if (!(value instanceof FlyValue.StringValue(String text))) {
            wrongType("string", value, range);
            return Optional.empty();
        }
        Optional<Problem> problem = context.checkers().secretUri().check(text);
        problem.ifPresent(p -> site.notSecret(p.message(), range));
        return problem.isPresent() ? Optional.empty() : Optional.of(new Located<>(text, range, true));
    }

    private void wrongType(String expected, FlyValue value, SourceRange range) {
        String what = expected.equals("string") ? "a secret URI" : "a list of secret URIs";
        context.error(
                "wrong-type",
                "Wrong type",
                "\"%s\" of %s takes %s (expected: %s, found: %s)."
                        .formatted(
                                site.name(),
                                site.block(),
                                what,
                                expected,
                                value.type().word()),
                range);
    }
}
