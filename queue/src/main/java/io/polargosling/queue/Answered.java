package io.polargosling.queue;

import io.polargosling.domain.command.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells of a command in a batch whether one like it was begun after it was made: a command asks to look at something,
 * and that look has seen all it could. So a backlog of many equal commands costs one handling for each, not one for
 * every time.
 */
final class Answered {

    /** Far more than the clocks of hosts differ that keep them in step. */
    static final Duration DOUBT = Duration.ofSeconds(2);

    /** How long a command of a batch waits after the begin of the last handling of its like. */
    static final Duration REST = Duration.ofSeconds(2);

    private static final int MOST = 20_000;

    private final Map<Command, Instant> begun = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Command, Instant> eldest) {
            return size() > MOST;
        }
    };

    /** True when {@code item} needs no handling of its own. */
    boolean is(CommandCodec.Valid item) {
        Instant at;
        synchronized (begun) {
            at = begun.get(item.command());
        }
        return at != null
                && CommandCodec.createdAt(item.text())
                        .filter(made -> made.plus(DOUBT).isBefore(at))
                        .isPresent();
    }

    /**
     * How long {@code command} is to wait at {@code now}: what comes meanwhile is answered by the same handling, so that
     * a flood of hints for one thing costs one look in two seconds. Zero for the first in a while.
     */
    Duration restBefore(Command command, Instant now) {
        Instant at;
        synchronized (begun) {
            at = begun.get(command);
        }
        if (at == null || at.isAfter(now)) {
            return Duration.ZERO;
        }
        var rest = REST.minus(Duration.between(at, now));
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    /** Notes a handling that began at {@code at} and succeeded. */
    void add(Command command, Instant at) {
        synchronized (begun) {
            begun.merge(command, at, (one, other) -> one.isAfter(other) ? one : other);
        }
    }
}
