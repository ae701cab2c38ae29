package io.polargosling.api.webhook;

import io.polargosling.domain.webhook.Delivery;
import io.polargosling.domain.webhook.DeliveryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of deliveries, written behind the answers: what is handed in counts as known at once and is written soon,
 * the rows of several groups in one write. A death before the write costs a repetition that does no harm.
 */
final class DeliveryRows implements AutoCloseable {

    /** Rows that may wait for being written; whoever hands in more waits. */
    static final int MOST_WAITING = 2_000;

    /** How long a row waits for others, since a write of many costs little more than one of few. */
    private static final Duration GATHER = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryRows.class);
    private static final Duration END = Duration.ofSeconds(20);
    private static final Duration SETTLE = Duration.ofSeconds(2);

    private final DeliveryStore store;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Delivery> waiting = new LinkedHashMap<>();
    private final Set<String> underWay = new HashSet<>();
    private long handedIn;
    private long written;
    private int hurrying;
    private boolean closed;
    private final Thread thread;

    private DeliveryRows(DeliveryStore store) {
        this.store = store;
        this.thread = Thread.ofPlatform().daemon().name("webhook-rows").unstarted(this::run);
    }

    /** Rows that are written into {@code store} until this is closed. */
    static DeliveryRows start(DeliveryStore store) {
        var rows = new DeliveryRows(store);
        rows.thread.start();
        return rows;
    }

    /**
     * Those of {@code keys} that are known by {@code now}.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when the store does not answer
     */
    Set<String> known(Collection<String> keys, Instant now) {
        var known = new HashSet<String>();
        lock.lock();
        try {
            // Before the store is asked: what leaves here meanwhile is there by then.
            keys.stream()
                    .filter(key -> waiting.containsKey(key) || underWay.contains(key))
                    .forEach(known::add);
        } finally {
            lock.unlock();
        }
        known.addAll(store.known(keys, now));
        return known;
    }

    /** Hands in rows; waits while too many do. */
    void add(List<Delivery> rows) {
        lock.lock();
        try {
            while (waiting.size() >= MOST_WAITING && !closed) {
                changed.awaitUninterruptibly();
            }
            rows.forEach(row -> waiting.put(row.key(), row));
            handedIn += rows.size();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits, for two seconds at most, until what was handed in before is written. */
    void settle() {
        long left = SETTLE.toNanos();
        lock.lock();
        try {
            long goal = handedIn;
            hurrying++;
            changed.signalAll();
            while (written < goal && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hurrying--;
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (var rows = next(); !rows.isEmpty(); rows = next()) {
                write(rows);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All that waits, a little after the first of it came; nothing after the end. */
    private List<Delivery> next() throws InterruptedException {
        lock.lock();
        try {
            underWay.clear();
            written = handedIn - waiting.size();
            changed.signalAll();
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            long left = GATHER.toNanos();
            while (left > 0 && hurrying == 0 && !closed && waiting.size() < MOST_WAITING) {
                left = changed.awaitNanos(left);
            }
            var rows = new ArrayList<>(waiting.values());
            underWay.addAll(waiting.keySet());
            waiting.clear();
            changed.signalAll();
            return rows;
        } finally {
            lock.unlock();
        }
    }

    private void write(List<Delivery> rows) {
        try {
            store.recordAll(rows);
        } catch (RuntimeException e) {
            // The deliveries were taken; without their rows a repetition is taken again, which does no harm.
            LOG.warn("deliveries not recorded count={} cause={}", rows.size(), e.getMessage());
        }
    }

    /** Takes no more, and returns when what waits is written. */
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
            if (!thread.join(END)) {
                LOG.warn("deliveries left unrecorded after_s={}", END.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
