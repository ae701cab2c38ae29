package io.polargosling.worker.render;

import io.polargosling.domain.run.FailureCause;

/** A runner as its variant takes it, or why there can be none. */
public sealed interface Conversion {

    /** What {@code variant} is to make. */
    record Ready(Variant variant, CloudInstance instance) implements Conversion {}

    /**
     * No such machine can be made; nothing else of the egg is concerned.
     *
     * @param cause decides whether and where it is tried again
     * @param text what was asked for, what was expected and what to do, for an operator
     */
    record Refused(FailureCause cause, String text) implements Conversion {}
}
