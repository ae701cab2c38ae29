package io.polargosling.simulator.server;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A runner as it stands at one moment; runners stay in the report after they are deleted.
 *
 * @param jobRequests how often an agent asked for a job with this runner's token
 */
public record RunnerReport(
        long id,
        String description,
        String runnerType,
        List<String> tags,
        boolean paused,
        Times times,
        long jobRequests) {

    public RunnerReport {
        tags = List.copyOf(tags);
    }

    /** True once the runner is gone from GitLab's own interface. */
    public boolean deleted() {
        return times.deletedAt().isPresent();
    }

    /** When the runner was made, last heard of, last paused (kept after resuming) and deleted. */
    public record Times(
            Instant createdAt,
            Optional<Instant> contactedAt,
            Optional<Instant> pausedAt,
            Optional<Instant> deletedAt) {}
}
