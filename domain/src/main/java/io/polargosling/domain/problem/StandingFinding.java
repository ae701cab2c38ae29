package io.polargosling.domain.problem;

import java.time.Instant;

/**
 * A finding that is there until somebody or something mends it; its identity is its subject and its code.
 *
 * @param firstSeen when it was first reported
 * @param lastSeen when it was last reported
 */
public record StandingFinding(Finding finding, Instant firstSeen, Instant lastSeen) {

    /** This finding reported again as {@code same} at {@code now}; a clock that went back moves no time. */
    public StandingFinding seenAgain(Finding same, Instant now) {
        return new StandingFinding(same, firstSeen, now.isAfter(lastSeen) ? now : lastSeen);
    }
}
