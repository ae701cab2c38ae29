package io.polargosling.domain.runner;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a runner last said of itself.
 *
 * @param lastHeartbeat when the newest heartbeat arrived; empty before the first
 * @param sequence number of the newest heartbeat; 0 before the first
 * @param runningJobs GitLab's ids of the jobs it has
 * @param finished true once it said that it will take no further job
 * @param bootPhase how far it said its start had come, such as {@code agent_up}; empty when it never said
 * @param failures failures it caused in its life
 */
public record RunnerPulse(
        Optional<Instant> lastHeartbeat,
        long sequence,
        List<Long> runningJobs,
        boolean finished,
        Optional<String> bootPhase,
        int failures) {

    public RunnerPulse {
        runningJobs = List.copyOf(runningJobs);
    }

    /** Nothing heard yet. */
    public static RunnerPulse none() {
        return new RunnerPulse(Optional.empty(), 0, List.of(), false, Optional.empty(), 0);
    }

    /** This with how far its start has come, as far as that was said. */
    public RunnerPulse inPhase(Optional<String> said) {
        return new RunnerPulse(lastHeartbeat, sequence, runningJobs, finished, said.or(() -> bootPhase), failures);
    }
}
