package io.polargosling.domain.planner;

import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How long an egg rests when the machines made for it come to nothing. It bridges the failures that no breaker has
 * opened for: while one is open, that alone says when the next try is.
 */
final class FailureBackoff {

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** Machines made within this time of each other were made by one try. */
    private static final Duration ONE_TRY = Duration.ofSeconds(1);

    private static final Comparator<Runner> NEWEST_FIRST = Comparator.<Runner, Instant>comparing(
                    runner -> runner.origin().createdAt())
            .reversed()
            .thenComparing(Runner::id);

    private FailureBackoff() {}

    /**
     * When a machine may be made again: 5 s after the newest try whose runners all ended without ever being heard
     * from, doubled for each such try before it, at most 10 min. Empty when the newest runner was heard from or is
     * still coming up.
     *
     * @param recent in any order
     * @param failing those of them that are found to have failed just now
     * @param excused those whose failure says nothing about the next one
     */
    static Optional<Instant> restUntil(
            List<Runner> recent, Set<RunnerId> failing, Predicate<Runner> excused, Instant now) {
        int failures = 0;
        var endedAt = Instant.MIN;
        var former = Instant.MAX;
        for (var runner :
                recent.stream().filter(excused.negate()).sorted(NEWEST_FIRST).toList()) {
            boolean failsNow = failing.contains(runner.id());
            if (runner.pulse().lastHeartbeat().isPresent() || !(failsNow || cameToNothing(runner))) {
                break;
            }
            var madeAt = runner.origin().createdAt();
            boolean isNextTry = !former.isBefore(madeAt.plus(ONE_TRY));
            failures += isNextTry ? 1 : 0;
            former = madeAt;
            if (failures == 1) {
                var end = failsNow ? now : runner.status().since();
                endedAt = end.isAfter(endedAt) ? end : endedAt;
            }
        }
        if (failures == 0) {
            return Optional.empty();
        }
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
