package io.polargosling.fly.eval;

import java.util.List;

/** A pure function of the language. */
@FunctionalInterface
public interface FlyFunction {

    /** Never throws; wrong arguments are a {@link Outcome.Problem}. */
    Outcome call(List<FlyValue> arguments);

    /** What a call gives. */
    sealed interface Outcome {
        record Value(FlyValue value) implements Outcome {}

        /**
         * What is wrong with the call.
         *
         * @param argument index of the argument at fault, -1 for the call as a whole
         * @param message what was expected; must not repeat the argument
         */
        record Problem(int argument, String message) implements Outcome {}
    }
}
