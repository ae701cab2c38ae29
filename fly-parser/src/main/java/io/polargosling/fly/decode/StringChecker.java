package io.polargosling.fly.decode;

import java.util.Optional;

/** Judges the inside of a string; never throws. */
@FunctionalInterface
public interface StringChecker {

    /** Empty when the text is right. */
    Optional<Problem> check(String text);
}
