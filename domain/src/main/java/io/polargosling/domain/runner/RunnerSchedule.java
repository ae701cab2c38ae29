package io.polargosling.domain.runner;

import java.time.Instant;
import java.util.Optional;

/**
 * When a runner is to be looked at.
 *
 * @param deadline when its state is overdue and the sweep moves it on
 * @param nextAction when its egg is to be reconciled for its sake
 * @param idleSince since when it has had no job; empty when it has one or is not known to be idle
 * @param proofSince when the present proof of idleness began
 * @param lifetimeEnd when it must end whatever it does; empty for no limit
 */
public record RunnerSchedule(
        Optional<Instant> deadline,
        Optional<Instant> nextAction,
        Optional<Instant> idleSince,
        Optional<Instant> proofSince,
        Optional<Instant> lifetimeEnd) {

    /** Nothing scheduled. */
    public static RunnerSchedule none() {
        return new RunnerSchedule(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** This with another deadline. */
    public RunnerSchedule withDeadline(Optional<Instant> changed) {
        return new RunnerSchedule(changed, nextAction, idleSince, proofSince, lifetimeEnd);
    }

    /** This with another time for the next look. */
    public RunnerSchedule withNextAction(Optional<Instant> changed) {
        return new RunnerSchedule(deadline, changed, idleSince, proofSince, lifetimeEnd);
    }

    /** This with another begin of idleness. */
    public RunnerSchedule withIdleSince(Optional<Instant> changed) {
        return new RunnerSchedule(deadline, nextAction, changed, proofSince, lifetimeEnd);
    }

    /** This with another begin of the proof. */
    public RunnerSchedule withProofSince(Optional<Instant> changed) {
        return new RunnerSchedule(deadline, nextAction, idleSince, changed, lifetimeEnd);
    }

    /** This with another end of its life. */
    public RunnerSchedule withLifetimeEnd(Optional<Instant> changed) {
        return new RunnerSchedule(deadline, nextAction, idleSince, proofSince, changed);
    }
}
