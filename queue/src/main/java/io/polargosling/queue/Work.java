package io.polargosling.queue;

import io.polargosling.domain.command.CommandHandler;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the handler, in at most {@code concurrency} threads at once whichever messages the commands come from; says what
 * is to become of a command and never throws.
 */
final class Work {

    private static final Logger log = LoggerFactory.getLogger(Work.class);
    private static final int MAX_REASON = 300;

    private final CommandHandler handler;
    private final int concurrency;
    private final int maxTries;
    private final Backoff backoff;
    private final InstantSource clock;
    // In turn, so that a message of one command does not wait for all of a batch.
    private final Semaphore slots;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicBoolean draining = new AtomicBoolean();

    Work(CommandHandler handler, int concurrency, int maxTries, Backoff backoff, InstantSource clock) {
        this.handler = handler;
        this.concurrency = concurrency;
        this.maxTries = maxTries;
        this.backoff = backoff;
        this.clock = clock;
        this.slots = new Semaphore(concurrency, true);
    }

    /** What is to become of a command. */
    sealed interface Fate {

        /** It is done with. */
        record Done() implements Fate {}

        /** It is to be tried again after a while, 0 to 600 s. */
        record Again(int seconds) implements Fate {}

        /** It was tried as often as it may be, or it never will be. */
        record Dead(String reason) implements Fate {}

        /** It was not begun, since we are stopping. */
        record Untouched() implements Fate {}
    }

    int concurrency() {
        return concurrency;
    }

    /** Now, on the clock that commands are dated by. */
    Instant now() {
        return clock.instant();
    }

    /** Handlers that run right now. */
    int running() {
        return running.get();
    }

    /** From now on no handler begins. */
    void drain() {
        draining.set(true);
    }

    /**
     * Waits for a free slot and runs the handler.
     *
     * @param tries how often this command was tried, this time included
     */
    Fate run(CommandCodec.Valid item, int tries, String queue) {
        try {
            slots.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Fate.Untouched();
        }
        // Counted before the look at the flag, so that a drain sees every handler that may still start.
        running.incrementAndGet();
        try {
            if (draining.get()) {
                return new Fate.Untouched();
            }
            handler.handle(item.command());
            return new Fate.Done();
        } catch (RuntimeException | Error e) {
            // An Error too: what it leaves undone must come back like everything else.
            return failed(item, tries, queue, e);
        } finally {
            running.decrementAndGet();
            slots.release();
        }
    }

    /** How long a message waits that could not be settled after its {@code receives}-th receive. */
    int retrySeconds(int receives) {
        return backoff.seconds(receives);
    }

    private Fate failed(CommandCodec.Valid item, int tries, String queue, Throwable why) {
        log.warn(
                "command failed queue={} type={} id={} tries={} error=\"{}\"",
                queue,
                CommandCodec.type(item.command()),
                item.id(),
                tries,
                why.toString());
        log.debug("command failed id={}", item.id(), why);
        if (tries >= maxTries) {
            return new Fate.Dead("failed " + tries + " times, at last with " + text(why));
        }
        Optional<Duration> asked =
                why instanceof UnavailableException unavailable ? unavailable.retryAfter() : Optional.empty();
        return new Fate.Again(backoff.seconds(tries, asked));
    }

    // The texts of our own exceptions hold no secret; of others only the name is told.
    private static String text(Throwable why) {
        var text = why instanceof GoslingException
                ? String.valueOf(why.getMessage())
                : why.getClass().getSimpleName();
        var plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() > MAX_REASON ? plain.substring(0, MAX_REASON) : plain;
    }
}
