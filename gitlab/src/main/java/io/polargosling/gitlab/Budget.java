package io.polargosling.gitlab;

import io.polargosling.domain.problem.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The calls that one server allows us: a bucket that fills at the rate its answers tell of, and that stays shut for as
 * long as it asks to be left alone. Afterwards one call alone finds out whether it is open again.
 *
 * <pre>
 * answer: 1200 of 2000 left, window ends in 30 s  ->  bucket holds at most 500, fills with 40 a second
 * answer: 429, Retry-After 60                     ->  shut for 60 s, then one call
 * </pre>
 */
final class Budget {

    /** How long a call waits at most for its turn. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

    // For a server that tells of no limit, which has none or hides it.
    private static final double UNTOLD_CAPACITY = 500;
    private static final double UNTOLD_RATE = 50;
    private static final double SMALLEST_CAPACITY = 20;
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(20);
    private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(1);
    private static final Duration LONGEST_SHUT = Duration.ofSeconds(60);
    // Longer than any try takes, so that a try without an answer leaves the bucket not shut for ever.
    private static final Duration PROBE = Duration.ofSeconds(15);

    private final String server;
    private final InstantSource clock;
    private final GitLabClient.Pause pause;
    private final ReentrantLock lock = new ReentrantLock();

    private double capacity = UNTOLD_CAPACITY;
    private double tokens = UNTOLD_CAPACITY;
    private double perSecond = UNTOLD_RATE;
    private Instant filledAt;
    private long limit;
    private Duration window = SHORTEST_WINDOW;
    private @Nullable Instant windowEnds;
    private int underWay;

    private Instant shutUntil = Instant.MIN;
    private int refusals;
    private boolean probing;

    Budget(String server, InstantSource clock, GitLabClient.Pause pause) {
        this.server = server;
        this.clock = clock;
        this.pause = pause;
        this.filledAt = clock.instant();
    }

    /**
     * Takes one call out, after a short wait where that helps; {@link #heard} or {@link #lost} must follow.
     *
     * @throws UnavailableException when none will be free soon
     */
    void take(Call call) {
        var waited = Duration.ZERO;
        while (true) {
            var wait = tryTake(call.urgency());
            if (wait.isZero()) {
                return;
            }
            waited = waited.plus(wait);
            if (waited.compareTo(LONGEST_WAIT) > 0) {
                throw new UnavailableException(
                        call.act() + ": the calls that " + server + " allows are used up for " + wait.toSeconds()
                                + " s (expected: one free within " + LONGEST_WAIT.toSeconds() + " s)",
                        null,
                        wait);
            }
            Pauses.pause(pause, wait, call);
        }
    }

    /** Learns from an answer. */
    void heard(int status, HttpHeaders headers) {
        lock.lock();
        try {
            var now = clock.instant();
            underWay--;
            fill(now);
            RateHeaders.window(headers, now).ifPresent(told -> learn(told, now));
            var after = RateHeaders.retryAfter(headers, now);
            if (status == 429 || (status == 503 && after.isPresent())) {
                shut(after.orElseGet(this::untoldShut), now);
            } else if (probing || !isShut(now)) {
                // A late answer to a call from before the refusal opens nothing.
                open();
            }
        } finally {
            lock.unlock();
        }
    }

    /** There was no answer. */
    void lost() {
        lock.lock();
        try {
            underWay--;
        } finally {
            lock.unlock();
        }
    }

    private Duration tryTake(Urgency urgency) {
        lock.lock();
        try {
            var now = clock.instant();
            fill(now);
            if (isShut(now)) {
                return atLeast(Duration.between(now, shutUntil));
            }
            double missing = urgency.needs(capacity) - tokens;
            if (missing > 0) {
                return untilFilled(missing, now);
            }
            if (refusals > 0) {
                probing = true;
                shutUntil = now.plus(PROBE);
            }
            tokens--;
            underWay++;
            return Duration.ZERO;
        } finally {
            lock.unlock();
        }
    }

    private Duration untilFilled(double missing, Instant now) {
        var filled = perSecond <= 0 ? window : Duration.ofMillis((long) Math.ceil(missing / perSecond * 1000));
        var ends = windowEnds;
        if (ends != null && now.plus(filled).isAfter(ends)) {
            filled = Duration.between(now, ends);
        }
        return atLeast(filled);
    }

    private void fill(Instant now) {
        var ends = windowEnds;
        if (ends != null && !now.isBefore(ends)) {
            add(ends);
            // Of the new window nothing is known yet but that it is as large as the last.
            perSecond = limit / (window.toMillis() / 1000.0);
            windowEnds = null;
        }
        add(now);
    }

    private void add(Instant until) {
        if (until.isAfter(filledAt)) {
            double seconds = Duration.between(filledAt, until).toMillis() / 1000.0;
            tokens = Math.min(capacity, tokens + seconds * perSecond);
            filledAt = until;
        }
    }

    private void learn(RateHeaders.Window told, Instant now) {
        boolean first = limit == 0;
        if (limit != told.limit()) {
            limit = told.limit();
            window = SHORTEST_WINDOW;
            capacity = Math.min((double) limit, Math.max(SMALLEST_CAPACITY, limit / 4.0));
        }
        if (told.left().compareTo(window) > 0) {
            window = told.left();
        }
        // Calls under way may not be counted in what is left.
        double free = (double) Math.max(0, told.remaining() - underWay);
        tokens = Math.min(capacity, first ? free : Math.min(tokens, free));
        perSecond = free / (told.left().toMillis() / 1000.0);
        windowEnds = now.plus(told.left());
    }

    private void shut(Duration wait, Instant now) {
        var until = now.plus(atLeast(wait));
        // Of many calls that are refused at once, the first one counts.
        if (probing || !isShut(now)) {
            refusals++;
            shutUntil = until;
        }
        probing = false;
        shutUntil = until.isAfter(shutUntil) ? until : shutUntil;
    }

    private void open() {
        refusals = 0;
        probing = false;
        shutUntil = Instant.MIN;
    }

    private Duration untoldShut() {
        var wait = Duration.ofSeconds(1L << Math.min(refusals, 6));
        return wait.compareTo(LONGEST_SHUT) > 0 ? LONGEST_SHUT : wait;
    }

    private boolean isShut(Instant now) {
        return now.isBefore(shutUntil);
    }

    private static Duration atLeast(Duration wait) {
        return wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait;
    }
}
