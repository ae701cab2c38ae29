package io.polargosling.queue;

import io.awspring.cloud.sqs.listener.Visibility;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one message hidden from others until it is closed. */
final class VisibilityKeeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(VisibilityKeeper.class);

    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("queue-visibility").daemon().factory());

    private final Visibility visibility;
    private final int seconds;
    private final Future<?> renewals;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private boolean closed;

    private VisibilityKeeper(Visibility visibility, Duration time) {
        this.visibility = visibility;
        this.seconds = Math.toIntExact(time.toSeconds());
        long period = Math.max(1, time.toMillis() / 3);
        this.renewals = TIMER.scheduleAtFixedRate(this::renew, period, period, TimeUnit.MILLISECONDS);
    }

    /** Renews {@code time} three times as often as it runs out. */
    static VisibilityKeeper start(Visibility visibility, Duration time) {
        return new VisibilityKeeper(visibility, time);
    }

    private synchronized void renew() {
        if (!closed && last.isDone()) {
            last = change().exceptionally(e -> {
                log.warn("message visibility not renewed error={}", e.toString());
                return null;
            });
        }
    }

    // A failure thrown at once would end the renewals for good.
    private CompletableFuture<Void> change() {
        try {
            return visibility.changeToAsync(seconds);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Ends the renewals, the one under way included: what is set afterwards lasts. */
    @Override
    public void close() {
        renewals.cancel(false);
        CompletableFuture<Void> underWay;
        synchronized (this) {
            closed = true;
            underWay = last;
        }
        underWay.join();
    }
}
