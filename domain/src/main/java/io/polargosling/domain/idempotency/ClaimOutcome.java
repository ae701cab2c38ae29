package io.polargosling.domain.idempotency;

/** What came of claiming a request. */
public sealed interface ClaimOutcome {

    /** It is the caller's to carry out. */
    record Claimed() implements ClaimOutcome {}

    /** It was answered before. */
    record Answered(Answer answer) implements ClaimOutcome {}

    /** Another one carries it out. */
    record UnderWay() implements ClaimOutcome {}

    /** The key was used for another request. */
    record Mismatch() implements ClaimOutcome {}
}
