package io.polargosling.domain.planner;

import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
     * @param failing those of them that are found to have failed just now
     */
    static Optional<Instant> restUntil(List<Runner> recent, Set<RunnerId> failing, Instant now) {
        int failures = 0;
        for (var runner : recent) {
            boolean failsNow = failing.contains(runner.id());
            if (runner.pulse().lastHeartbeat().isPresent() || !(failsNow || cameToNothing(runner))) {
                break;
            }
            failures++;
        }
        if (failures == 0) {
            return Optional.empty();
        }
        var newest = recent.getFirst();
        var endedAt = failing.contains(newest.id()) ? now : newest.status().since();
        var rest = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
        return Optional.of(endedAt.plus(rest.compareTo(LONGEST) < 0 ? rest : LONGEST));
    }

    private static boolean cameToNothing(Runner runner) {
        boolean ended = runner.state() == RunnerState.FAILED
                || runner.state() == RunnerState.TERMINATING
                || runner.state() == RunnerState.TERMINATED;
        boolean withdrawn =
                runner.status().cause().filter(Planner.WITHDRAWN::equals).isPresent();
        return ended && !withdrawn;
    }
}
