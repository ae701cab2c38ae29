package io.polargosling.domain.command;

/** What became of one command of several that were sent together. */
public sealed interface SendOutcome {

    /** It is on its queue and survives the death of every process here. */
    record Sent() implements SendOutcome {}

    /**
     * It is not known to be on its queue, and may be sent again.
     *
     * @param reason what the queue said; never a secret
     */
    record Failed(String reason) implements SendOutcome {}
}
