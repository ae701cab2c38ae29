package io.polargosling.fly.decode;

import java.util.Optional;

/** Reads a value from the inside of a string; never throws. */
@FunctionalInterface
public interface TextParser<T> {

    /** The value, or what is wrong. */
    Result<T> parse(String text);

    /** As a checker, for callers that want no value. */
    default StringChecker checker() {
        return text -> switch (parse(text)) {
            case Result.Valid<T> valid -> Optional.empty();
            case Result.Malformed<T>(Problem problem) -> Optional.of(problem);
        };
    }

    /** What reading gives. */
    sealed interface Result<T> {
        record Valid<T>(T value) implements Result<T> {}

        record Malformed<T>(Problem problem) implements Result<T> {}
    }
}
