package io.polargosling.api.webhook;

import io.polargosling.domain.problem.UnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes groups of what arrives: one leaves when its oldest delivery has waited for 10 ms, or when it is full. One group
 * is committed at a time; deliveries that arrive meanwhile are the next ones.
 */
final class GroupCommit implements AutoCloseable {

    /** Deliveries of one group. */
    static final int FULL = 200;

    /** How long the first delivery of a group waits for others. */
    static final Duration WAIT = Duration.ofMillis(10);

    /** Deliveries that may wait; each is a few hundred bytes, its body is gone by then. */
    static final int MOST_WAITING = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration END = Duration.ofSeconds(20);

    private final Committing committing;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private boolean closed;
    private final Thread thread;

    /** What is done with a group. */
    @FunctionalInterface
    interface Committing {

        /** What became of each hint, in the order given. */
        List<Hint.Fate> commit(List<Hint> hints);
    }

    private record Waiting(List<Hint> hints, long since, CompletableFuture<List<Hint.Fate>> result) {}

    private GroupCommit(Committing committing, LongSupplier nanoTime) {
        this.committing = committing;
        this.nanoTime = nanoTime;
        this.thread = Thread.ofPlatform().daemon().name("webhook-groups").unstarted(this::run);
    }

    /** One that commits by itself until it is closed. */
    static GroupCommit start(Committing committing) {
        var commit = new GroupCommit(committing, System::nanoTime);
        commit.thread.start();
        return commit;
    }

    /** One that commits only when it is told to. */
    static GroupCommit manual(Committing committing, LongSupplier nanoTime) {
        return new GroupCommit(committing, nanoTime);
    }

    /**
     * Hands in the hints of one delivery, which stay together.
     *
     * @return what becomes of each; ends with {@link UnavailableException} when nobody knows
     * @throws UnavailableException when too many wait
     */
    CompletableFuture<List<Hint.Fate>> submit(List<Hint> hints) {
        var mine = new Waiting(hints, nanoTime.getAsLong(), new CompletableFuture<>());
        lock.lock();
        try {
            if (closed || waiting.size() >= MOST_WAITING) {
                throw new UnavailableException("taking a delivery: "
                        + (closed ? "the program is ending" : "more than " + MOST_WAITING + " wait already"));
            }
            waiting.add(mine);
            // Nobody needs to wake up for those in between.
            if (waiting.size() == 1 || waiting.size() == FULL) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
        return mine.result();
    }

    /** How long until the next group leaves; zero when it is due. */
    private Duration untilDue() {
        var oldest = waiting.peek();
        if (oldest == null) {
            return NEVER;
        }
        if (closed || waiting.size() >= FULL) {
            return Duration.ZERO;
        }
        var rest = WAIT.minusNanos(nanoTime.getAsLong() - oldest.since());
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    /** Commits the next group if it is due; how many deliveries that were. */
    int commitDue() {
        var group = due();
        commit(group);
        return group.size();
    }

    private List<Waiting> due() {
        lock.lock();
        try {
            return untilDue().isZero() ? leave() : List.of();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (var group = next(); !group.isEmpty(); group = next()) {
                commit(group);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next group, once it is due; empty after the end. */
    private List<Waiting> next() throws InterruptedException {
        lock.lock();
        try {
            for (var rest = untilDue(); !rest.isZero(); rest = untilDue()) {
                if (closed) {
                    return List.of();
                }
                changed.awaitNanos(rest.toNanos());
            }
            return leave();
        } finally {
            lock.unlock();
        }
    }

    private List<Waiting> leave() {
        var group = new ArrayList<Waiting>();
        while (group.size() < FULL && !waiting.isEmpty()) {
            group.add(waiting.remove());
        }
        return group;
    }

    private void commit(List<Waiting> group) {
        if (group.isEmpty()) {
            return;
        }
        try {
            var fates = committing.commit(
                    group.stream().flatMap(one -> one.hints().stream()).toList());
            int from = 0;
            for (var one : group) {
                int to = from + one.hints().size();
                one.result().complete(List.copyOf(fates.subList(from, to)));
                from = to;
            }
        } catch (UnavailableException e) {
            LOG.warn("deliveries not taken count={} cause={}", group.size(), e.getMessage());
            group.forEach(one -> one.result().completeExceptionally(e));
        } catch (RuntimeException e) {
            LOG.error("deliveries not taken count={}", group.size(), e);
            group.forEach(one -> one.result().completeExceptionally(e));
        }
    }

    /** Takes no more, and returns when what waits is committed. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (thread.isAlive() && !thread.join(END)) {
                LOG.warn("deliveries left waiting after_s={}", END.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
