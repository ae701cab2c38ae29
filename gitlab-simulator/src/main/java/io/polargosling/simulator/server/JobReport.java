package io.polargosling.simulator.server;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job as it stands at one moment.
 *
 * @param assignments every runner that ever got the job, oldest first; more than one would be a fault of the simulator
 * @param trace the log so far, read as UTF-8
 */
public record JobReport(
        long id,
        JobSpec spec,
        JobStatus status,
        List<Assignment> assignments,
        Outcome outcome,
        Times times,
        String trace) {

    public JobReport {
        assignments = List.copyOf(assignments);
    }

    /** The runner that got the job, empty while no runner has. */
    public Optional<Long> runnerId() {
        return assignments.isEmpty()
                ? Optional.empty()
                : Optional.of(assignments.getLast().runnerId());
    }

    /** The moment a runner and one of its machines got the job. */
    public record Assignment(long runnerId, String systemId, Instant at) {}

    /** Why and how the job ended, as far as its agent said. */
    public record Outcome(Optional<String> failureReason, Optional<Integer> exitCode) {}

    /** When the job was made, given to a runner, and done. */
    public record Times(Instant createdAt, Optional<Instant> startedAt, Optional<Instant> finishedAt) {}
}
