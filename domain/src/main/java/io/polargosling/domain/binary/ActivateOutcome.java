package io.polargosling.domain.binary;

import java.util.Optional;

/** What came of making a version the active one. */
public sealed interface ActivateOutcome {

    /**
     * It is active, now or still.
     *
     * @param previous the version a rollback goes back to
     */
    record Active(String version, Optional<String> previous) implements ActivateOutcome {}

    /** No such version is stored; nothing was changed. */
    record Unknown(String version) implements ActivateOutcome {}

    /**
     * An object of that version is missing, or is not what was stored; nothing was changed.
     *
     * @param reason which, and what is wrong with it
     */
    record Damaged(String version, String reason) implements ActivateOutcome {}

    /** No other version was active before; nothing was changed. */
    record NoPrevious() implements ActivateOutcome {}
}
