package io.polargosling.worker.reconcile;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.egg.EggName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks for looks at eggs at a later time. For each egg one request of this process is on its way, unless an earlier one is
 * needed: else every look that asks for another would start a chain of its own.
 */
final class NextLooks {

    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final CommandQueue queue;
    private final InstantSource clock;
    private final Map<EggName, Instant> asked = new ConcurrentHashMap<>();

    NextLooks(CommandQueue queue, InstantSource clock) {
        this.queue = queue;
        this.clock = clock;
    }

    /** Asks for a look at once. */
    void now(EggName egg) {
        queue.send(new Command.ReconcileEgg(egg));
    }

    /** Asks for a look at {@code at}, in 15 minutes at the latest. */
    void at(EggName egg, Instant at) {
        var now = clock.instant();
        var known = asked.get(egg);
        if (known != null && known.isAfter(now) && !known.isAfter(at)) {
            return;
        }
        var wait = Duration.between(now, at);
        var delay = wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
        asked.put(egg, now.plus(delay));
        queue.send(new Command.ReconcileEgg(egg), delay);
    }

    /** Forgets what was asked for an egg that needs no look. */
    void none(EggName egg) {
        asked.remove(egg);
    }
}
