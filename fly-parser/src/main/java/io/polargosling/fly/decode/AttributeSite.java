package io.polargosling.fly.decode;

import io.polargosling.fly.eval.Evaluated;
import io.polargosling.fly.eval.FlyValue;
import io.polargosling.fly.source.SourceRange;
import io.polargosling.fly.syntax.Attribute;
import java.util.Optional;

/**
 * Where an attribute stands, or would; words and reports what is wrong with its value.
 *
 * @param block the title of its block, for diagnostics
 * @param blockPath of the block, as in {@link DecodeResult#sensitive}
 */
record AttributeSite(
        DecodeContext context, String block, String blockPath, String name, Optional<Attribute> attribute) {

    /** The value must not be shown by anyone. */
    void markSensitive() {
        context.sensitive().add(blockPath.isEmpty() ? name : blockPath + "." + name);
    }

    void wrongType(String expected, Located<Evaluated> found) {
        wrongType(expected, found, unquoted(expected, found.value()));
    }

    void wrongType(String expected, Located<Evaluated> found, Optional<String> advice) {
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

    void outOfRange(Located<Evaluated> found, String expected) {
        context.outOfRange(
                "\"%s\" of %s is %s (expected: %s)."
                        .formatted(name, block, found.value().describe(), expected),
                found.range());
    }

    /** A text of the right type whose inside is wrong. */
    void invalidInside(String code, Located<Evaluated> found, Problem problem) {
        if (problem.secret()) {
            context.diagnostics().hide(found.range());
            context.error(
                    code,
                    "Invalid value",
                    "\"%s\" of %s holds a secret (%s).".formatted(name, block, problem.message()),
                    found.range());
            return;
        }
        context.error(
                code,
                "Invalid value",
                "\"%s\" of %s is %s (%s, at character %d)."
                        .formatted(name, block, found.value().describe(), problem.message(), problem.offset() + 1),
                Insides.range(attribute, found.range(), problem.offset()));
    }

    void notSecret(String reason, SourceRange range) {
        context.error(
                "secret-scheme",
                "Not a secret URI",
                "\"%s\" of %s takes the URI of a secret, never the secret itself: %s.".formatted(name, block, reason),
                range,
                Optional.of("Store the secret in a backend and write, for example, \"vault://PATH/KEY\"."));
    }

    void nullValue(SourceRange range) {
        context.error(
                "missing",
                "Missing value",
                "\"%s\" of %s must not be null (expected: a value, found: null).".formatted(name, block),
                range);
    }

    void brokenReference(SourceRange range) {
        context.error(
                "broken-reference",
                "Value depends on something broken",
                "\"%s\" of %s uses a variable or local that another file declares wrongly.".formatted(name, block),
                range);
    }
}
