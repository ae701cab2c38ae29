package io.polargosling.cli.runner;

import java.time.Duration;

/**
 * The limits a runner keeps.
 *
 * @param request one call to the control plane
 * @param drain what a running job is given after SIGTERM
 * @param stop between SIGTERM and SIGKILL for the agent
 * @param finished how long a runner that takes no further job waits for its removal
 * @param farewell the last heartbeat before the end
 * @param restart before a crashed agent is started again; doubles with each crash
 */
record RunnerTiming(
        Duration request, Duration drain, Duration stop, Duration finished, Duration farewell, Duration restart) {

    static RunnerTiming standard() {
        return new RunnerTiming(
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofSeconds(3),
                Duration.ofSeconds(1));
    }
}
