package io.polargosling.domain.breaker;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A breaker's row: closed while all is well, open while what it guards rests, half open while one probe is under way.
 *
 * <pre>
 * closed --n failures of one cause--> open --rest over, one probe--> half open --success--> closed
 *                                       ^------------failure, twice the rest-----'
 * </pre>
 *
 * @param failures how many of {@code cause} came in a row; 0 after a success
 * @param cause of the newest failures; empty after a success
 * @param rest empty when it is closed
 * @param version the row's version as read; 0 for a row not yet written
 */
public record Breaker(
        BreakerScope scope, State state, int failures, Optional<String> cause, Optional<Rest> rest, long version) {

    /** How long the first rest is. */
    public static final Duration FIRST_REST = Duration.ofMinutes(5);

    /** How long a rest may become by doubling. */
    public static final Duration LONGEST_REST = Duration.ofMinutes(30);

    /** What it lets through. */
    public enum State {
        CLOSED,
        OPEN,
        HALF_OPEN;

        /** The word used in rows and answers. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The state called {@code word}. */
        public static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * A rest.
     *
     * @param openedAt when it began
     * @param interval how long it lasts
     * @param nextProbeAt when one try may be made; for a half-open breaker, when another one may
     */
    public record Rest(Instant openedAt, Duration interval, Instant nextProbeAt) {

        static Rest of(Instant now, Duration interval) {
            return new Rest(now, interval, now.plus(interval));
        }
    }

    /** A breaker that never met a failure. */
    public static Breaker closed(BreakerScope scope) {
        return new Breaker(scope, State.CLOSED, 0, Optional.empty(), Optional.empty(), 0);
    }

    /** True when a try may be made at {@code now}; for one that is not closed it must be recorded by {@link #probing}. */
    public boolean allows(Instant now) {
        return rest.isEmpty() || !rest.get().nextProbeAt().isAfter(now);
    }

    /** This breaker while one probe is under way; who dies with it gives way to another after one more rest. */
    public Breaker probing(Instant now) {
        return rest.map(present -> new Breaker(
                        scope,
                        State.HALF_OPEN,
                        failures,
                        cause,
                        Optional.of(new Rest(present.openedAt(), present.interval(), now.plus(present.interval()))),
                        version))
                .orElse(this);
    }

    /**
     * This breaker after a failure: it opens with the {@code threshold}th failure of one cause in a row, and again,
     * for twice as long, with one that a probe met.
     */
    public Breaker failed(String why, int threshold, Instant now) {
        int inRow = cause.filter(why::equals).isPresent() ? failures + 1 : 1;
        return switch (state) {
            case CLOSED ->
                inRow < threshold
                        ? new Breaker(scope, State.CLOSED, inRow, Optional.of(why), Optional.empty(), version)
                        : opened(inRow, why, Rest.of(now, FIRST_REST));
            case HALF_OPEN -> opened(inRow, why, Rest.of(now, twice(rest)));
            // Of a try that began before it opened: the rest goes on.
            case OPEN -> new Breaker(scope, State.OPEN, inRow, Optional.of(why), rest, version);
        };
    }

    /** This breaker opened at once, to rest for {@code interval}. */
    public Breaker resting(String why, Duration interval, Instant now) {
        return opened(Math.max(1, failures), why, Rest.of(now, interval));
    }

    /** This breaker after a success: closed. */
    public Breaker succeeded() {
        return new Breaker(scope, State.CLOSED, 0, Optional.empty(), Optional.empty(), version);
    }

    /** This breaker as read at {@code changed}. */
    public Breaker withVersion(long changed) {
        return new Breaker(scope, state, failures, cause, rest, changed);
    }

    private Breaker opened(int inRow, String why, Rest next) {
        return new Breaker(scope, State.OPEN, inRow, Optional.of(why), Optional.of(next), version);
    }

    private static Duration twice(Optional<Rest> rest) {
        var doubled = rest.map(Rest::interval).orElse(FIRST_REST).multipliedBy(2);
        return doubled.compareTo(LONGEST_REST) < 0 ? doubled : LONGEST_REST;
    }
}
