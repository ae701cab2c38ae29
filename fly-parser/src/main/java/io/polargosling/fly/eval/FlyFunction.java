package io.polargosling.fly.eval;

import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.NullValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import io.polargosling.fly.eval.FlyValue.SetValue;
import java.util.List;
import java.util.Optional;

/**
 * A pure function of the language.
 *
 * @param parameters what it takes, in order
 * @param required how many of the parameters there must be at least
 * @param variadic whether the last parameter may be given any number of times, also none
 */
record FlyFunction(List<Parameter> parameters, int required, boolean variadic, Body body) {

    FlyFunction {
        parameters = List.copyOf(parameters);
    }

    /** One that takes exactly these. */
    static FlyFunction of(Body body, Parameter... parameters) {
        return new FlyFunction(List.of(parameters), parameters.length, false, body);
    }

    /** One that takes at least so many of these. */
    static FlyFunction optional(int required, Body body, Parameter... parameters) {
        return new FlyFunction(List.of(parameters), required, false, body);
    }

    /** One whose last parameter may stand any number of times. */
    static FlyFunction variadic(Body body, Parameter... parameters) {
        return new FlyFunction(List.of(parameters), parameters.length - 1, true, body);
    }

    /** What a function does with arguments that fit its parameters. */
    @FunctionalInterface
    interface Body {
        /** Never throws. */
        Outcome call(Arguments arguments);
    }

    /** What a parameter takes; conversions HCL makes by itself count as fitting. */
    enum Parameter {
        TEXT("string"),
        NUMBER("number"),
        LIST("list"),
        LIST_OR_SET("list or set"),
        TEXTS("list of strings"),
        OBJECT("object"),
        NULLABLE_OBJECT("object"),
        VALUE("a value"),
        ANY("any value");

        private final String word;

        Parameter(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        /** The value that does not fit, which may be an item of the one given; empty when all fits. */
        Optional<FlyValue> misfit(FlyValue given) {
            return switch (this) {
                case TEXT -> unless(Conversions.toText(given).isPresent(), given);
                case NUMBER -> unless(Conversions.toNumber(given).isPresent(), given);
                case LIST -> unless(given instanceof ListValue, given);
                case LIST_OR_SET -> unless(given instanceof ListValue || given instanceof SetValue, given);
                case TEXTS ->
                    switch (given) {
                        case ListValue(List<FlyValue> items) -> noText(items);
                        case SetValue(List<FlyValue> items) -> noText(items);
                        case FlyValue other -> Optional.of(other);
                    };
                case OBJECT -> unless(given instanceof ObjectValue, given);
                case NULLABLE_OBJECT -> unless(given instanceof ObjectValue || given instanceof NullValue, given);
                case VALUE -> unless(!(given instanceof NullValue), given);
                case ANY -> Optional.empty();
            };
        }

        private static Optional<FlyValue> noText(List<FlyValue> items) {
            return items.stream()
                    .filter(item -> Conversions.toText(item).isEmpty())
                    .findFirst();
        }

        private static Optional<FlyValue> unless(boolean fits, FlyValue given) {
            return fits ? Optional.empty() : Optional.of(given);
        }
    }

    /** What a call gives. */
    sealed interface Outcome {
        record Value(FlyValue value) implements Outcome {}

        /**
         * What is wrong with the call.
         *
         * @param argument index of the argument at fault, -1 for the call as a whole
         * @param message what was expected; must not repeat the argument
         * @param found the value at fault, of which nothing is shown when it is sensitive
         */
        record Problem(int argument, String message, Optional<FlyValue> found) implements Outcome {}

        static Outcome of(FlyValue value) {
            return new Value(value);
        }

        static Outcome of(String text) {
            return new Value(FlyValue.of(text));
        }

        static Outcome problem(String message) {
            return new Problem(-1, message, Optional.empty());
        }

        static Outcome problem(int argument, String message) {
            return new Problem(argument, message, Optional.empty());
        }

        /** For a value that is none of what the words say. */
        static Outcome unexpected(int argument, String expected, FlyValue found) {
            return new Problem(argument, "expected " + expected, Optional.of(found));
        }

        static Outcome tooLarge() {
            return problem("the value is too large or too deeply nested");
        }

        static Outcome tooLong() {
            return problem("the text would be longer than " + Evaluator.MAX_TEXT);
        }
    }
}
