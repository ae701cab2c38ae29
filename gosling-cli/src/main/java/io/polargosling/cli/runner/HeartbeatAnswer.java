package io.polargosling.cli.runner;

import java.time.Duration;
import java.util.Optional;

/** What the control plane says to a heartbeat. */
sealed interface HeartbeatAnswer {

    /** What a runner is to do. */
    enum Desired {
        RUN,
        DRAIN,
        STOP
    }

    /**
     * What to do from now on.
     *
     * @param next when the next heartbeat is wanted; empty to keep the interval
     */
    record Directive(Desired desired, Optional<Duration> next) implements HeartbeatAnswer {}

    /** The runner has ended: stop. */
    record Gone() implements HeartbeatAnswer {}

    /** A heartbeat with a higher number came before. */
    record Stale() implements HeartbeatAnswer {}

    /** No usable answer; to be tried again. */
    record Later(String reason, Duration asked) implements HeartbeatAnswer {}
}
