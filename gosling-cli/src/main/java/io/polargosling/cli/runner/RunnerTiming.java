package io.polargosling.cli.runner;

import java.time.Duration;
import java.util.Optional;

/**
 * The limits a runner keeps.
 *
 * @param request one call to the control plane
 * @param drain what a running job is given after SIGTERM
 * @param stop between SIGTERM and SIGKILL for the agent
 * @param finished how long a runner that takes no further job waits for its removal
 * @param farewell the last heartbeat before the end
 * @param restart before a crashed agent is started again; doubles with each crash
 * @param lifetime from this process's start until no new job is taken; empty when only the control plane sets an end
 */
record RunnerTiming(
        Duration request,
        Duration drain,
        Duration stop,
        Duration finished,
        Duration farewell,
        Duration restart,
        Optional<Duration> lifetime) {

    /** The usual ones. */
    static RunnerTiming of(Duration drain, Optional<Duration> lifetime) {
        return new RunnerTiming(
                Duration.ofSeconds(10),
                drain,
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                lifetime);
    }
}
