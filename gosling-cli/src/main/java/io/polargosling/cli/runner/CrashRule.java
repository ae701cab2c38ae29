package io.polargosling.cli.runner;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** When a crashed agent is started again: after 1, 2, 4 ... 60 seconds, and not after the fifth crash in ten minutes. */
final class CrashRule {

    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int MOST = 5;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Duration first;
    private final Deque<Instant> crashes = new ArrayDeque<>();

    /** @param first the shortest wait */
    CrashRule(Duration first) {
        this.first = first;
    }

    /** Notes a crash; the wait before the next start, or empty when there is to be none. */
    Optional<Duration> crashed(Instant now) {
        crashes.addLast(now);
        while (crashes.getFirst().isBefore(now.minus(WINDOW))) {
            crashes.removeFirst();
        }
        if (crashes.size() >= MOST) {
            return Optional.empty();
        }
        Duration wait = first.multipliedBy(1L << (crashes.size() - 1));
        return Optional.of(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
    }
}
