package io.polargosling.fly.eval;

import io.polargosling.fly.source.SourceRange;

/** The value of a variable that comes from outside of the files. */
public sealed interface GivenValue {

    /** Where it was given. */
    SourceRange range();

    /**
     * Text from a command line, which the variable's type says how to read.
     *
     * @param range of the value alone, in a file that holds {@code NAME=VALUE}
     */
    record Text(String text, SourceRange range) implements GivenValue {}

    /** A value that has a type of its own already. */
    record Typed(FlyValue value, SourceRange range) implements GivenValue {}
}
