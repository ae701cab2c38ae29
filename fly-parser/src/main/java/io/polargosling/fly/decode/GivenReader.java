package io.polargosling.fly.decode;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.eval.Evaluated;
import io.polargosling.fly.eval.Evaluator;
import io.polargosling.fly.eval.FlyType;
import io.polargosling.fly.eval.FlyValue;
import io.polargosling.fly.eval.Functions;
import io.polargosling.fly.eval.GivenValue;
import io.polargosling.fly.eval.Scope;
import io.polargosling.fly.source.SourceFile;
import io.polargosling.fly.source.SourceRange;
import io.polargosling.fly.syntax.Attribute;
import io.polargosling.fly.syntax.ParseResult;
import io.polargosling.fly.syntax.Parser;
import java.util.Optional;
import java.util.Set;

/** Makes a given value one of the variable's type, or reports why it is none. */
final class GivenReader {

    private final Diagnostics diagnostics;

    GivenReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** The value a variable takes; {@code type} is empty when it takes any. Empty after a diagnostic. */
    Optional<FlyValue> read(String variable, GivenValue given, Optional<TypeConstraint> type, boolean sensitive) {
        if (sensitive) {
            diagnostics.hide(given.range());
        }
        Optional<FlyValue> value = switch (given) {
            case GivenValue.Typed typed -> Optional.of(typed.value());
            case GivenValue.Text text ->
                switch (type.orElse(new TypeConstraint.Simple(FlyType.STRING))) {
                    case TypeConstraint.Simple(FlyType simple) -> Optional.of(simple(text, simple));
                    case TypeConstraint.Collection collection -> expression(variable, text, sensitive);
                };
        };
        if (value.isEmpty() || type.isEmpty() || type.get().accepts(value.get())) {
            return value;
        }
        diagnostics.add(Diagnostic.error(
                "wrong-type",
                "Wrong type",
                "The value given for the variable \"%s\" does not fit its type (expected: %s, found: %s)."
                        .formatted(variable, type.get(), found(value.get(), sensitive)),
                given.range()));
        return Optional.empty();
    }

    /** A value that does not fit, for a diagnostic. */
    static String found(FlyValue value, boolean sensitive) {
        return value.type() == FlyType.LIST || value.type() == FlyType.OBJECT
                ? TypeConstraint.nameOf(value)
                : new Evaluated(value, sensitive).describe();
    }

    /** What cannot be read as asked stays a string, which then has the wrong type. */
    private static FlyValue simple(GivenValue.Text given, FlyType type) {
        FlyValue text = FlyValue.of(given.text());
        if (type == FlyType.STRING) {
            return text;
        }
        var quiet = new Diagnostics();
        return parsed(given, quiet)
                .filter(value -> !quiet.hasErrors())
                .filter(value -> value.type() == type)
                .orElse(text);
    }

    /** Of a sensitive value no message may tell more than that it is wrong. */
    private Optional<FlyValue> expression(String variable, GivenValue.Text given, boolean sensitive) {
        int errors = diagnostics.errorCount();
        Optional<FlyValue> value = parsed(given, sensitive ? new Diagnostics() : diagnostics);
        if (value.isEmpty() && diagnostics.errorCount() == errors) {
            diagnostics.add(Diagnostic.error(
                    "invalid-value",
                    "Invalid value",
                    "The value given for the variable \"" + variable + "\" is not one expression.",
                    given.range()));
        }
        return value;
    }

    /** Reads the text as one expression without names. */
    private static Optional<FlyValue> parsed(GivenValue.Text given, Diagnostics diagnostics) {
        SourceRange range = given.range();
        // The name before the value may be none of the language's; places stay right when it is overwritten.
        String before = "a".repeat(range.startOffset() - 1) + "=";
        var file = SourceFile.of(range.file().name(), before + given.text());
        ParseResult parsed = Parser.parse(file, Set.of());
        diagnostics.addAll(parsed.diagnostics());
        boolean one = parsed.body().items().size() == 1 && !parsed.hasErrors();
        if (!one || !(parsed.body().items().getFirst() instanceof Attribute attribute)) {
            return Optional.empty();
        }
        return new Evaluator(Scope.empty(), Functions.standard(), diagnostics)
                .evaluate(attribute.value())
                .map(Evaluated::value);
    }
}
