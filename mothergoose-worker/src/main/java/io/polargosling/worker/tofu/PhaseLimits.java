package io.polargosling.worker.tofu;

import io.polargosling.domain.run.TofuPhase;
import java.time.Duration;

/**
 * How long each phase may take.
 *
 * @param killAfter how long after its limit a phase that ignores SIGINT is killed; whole seconds
 */
record PhaseLimits(Duration init, Duration plan, Duration apply, Duration killAfter) {

    private static final Duration KILL_AFTER = Duration.ofSeconds(60);

    /** For runs that concern a machine that stays. */
    static final PhaseLimits VM =
            new PhaseLimits(Duration.ofMinutes(2), Duration.ofMinutes(3), Duration.ofMinutes(12), KILL_AFTER);

    /** For runs that concern only what is made for a single job. */
    static final PhaseLimits SERVERLESS =
            new PhaseLimits(Duration.ofMinutes(2), Duration.ofSeconds(30), Duration.ofSeconds(100), KILL_AFTER);

    Duration of(TofuPhase phase) {
        return switch (phase) {
            case INIT -> init;
            case PLAN -> plan;
            case APPLY -> apply;
        };
    }

    /** After this long the phase is dead for certain. */
    Duration untilKilled(TofuPhase phase) {
        return of(phase).plus(killAfter);
    }
}
