package io.polargosling.domain.planner;

import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How long an egg rests when the machines made for it come to nothing. */
final class FailureBackoff {

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private FailureBackoff() {}

    /**
     * When a machine may be made again: 5 s after the newest runner that ended without ever being heard from, doubled
     * for each one before it, at most 10 min. Empty when the newest runner was heard from or is still coming up.
     *
     * @param recent newest first
     */
    static Optional<Instant> restUntil(List<Runner> recent) {
        int failures = 0;
        for (var runner : recent) {
            if (!cameToNothing(runner)) {
                break;
            }
            failures++;
        }
        if (failures == 0) {
            return Optional.empty();
        }
        var rest = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
        return Optional.of(recent.getFirst().status().since().plus(rest.compareTo(LONGEST) < 0 ? rest : LONGEST));
    }

    private static boolean cameToNothing(Runner runner) {
        boolean ended = runner.state() == RunnerState.FAILED
                || runner.state() == RunnerState.TERMINATING
                || runner.state() == RunnerState.TERMINATED;
        boolean withdrawn =
                runner.status().cause().filter(Planner.WITHDRAWN::equals).isPresent();
        return ended && !withdrawn && runner.pulse().lastHeartbeat().isEmpty();
    }
}
