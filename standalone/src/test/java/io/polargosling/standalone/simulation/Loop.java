package io.polargosling.standalone.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time: events happen one after the other, in the order of their times and then of their making, and time passes
 * only between them.
 *
 * <p>Code in the middle of an event may {@link #sleep}: it keeps its thread, and another one goes on with the events until
 * its time has come. Only one thread ever runs.
 */
final class Loop {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Deque<Thread> spare = new ArrayDeque<>();
    private long now;
    private long made;
    private Duration wallOffset = Duration.ZERO;
    private final Set<Thread> parked = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Thread running;
    private volatile boolean over;
    private volatile @Nullable Throwable failure;

    private record Event(long at, long number, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** Milliseconds since the history began, which never go back. */
    long now() {
        return now;
    }

    /** The time that no clock shows wrongly. */
    Instant trueTime() {
        return START.plusMillis(now);
    }

    /** What clocks of our processes show. */
    InstantSource wall() {
        return () -> trueTime().plus(wallOffset);
    }

    /** Sets the clocks of our processes forward or back. */
    void jump(Duration by) {
        wallOffset = wallOffset.plus(by);
    }

    /** Lets {@code what} happen {@code delay} milliseconds from now. */
    void in(long delay, Runnable what) {
        events.add(new Event(now + Math.max(0, delay), made++, what));
    }

    /** Lets {@code what} happen every {@code period} milliseconds from now on. */
    void every(long period, Runnable what) {
        in(period, () -> {
            what.run();
            every(period, what);
        });
    }

    /** Lets events happen until {@link #stop}. */
    void run() {
        var me = Thread.currentThread();
        running = me;
        turn();
        while (!over) {
            park(me);
        }
        parked.forEach(LockSupport::unpark);
        var thrown = failure;
        if (thrown != null) {
            throw new IllegalStateException("the history broke off: " + thrown, thrown);
        }
    }

    /** Ends {@link #run} after the event under way. */
    void stop() {
        over = true;
    }

    /** True when nothing happens any more. */
    boolean isOver() {
        return over;
    }

    /** Lets {@code millis} pass for the code that calls this. */
    void sleep(long millis) {
        var me = Thread.currentThread();
        in(millis, () -> running = me);
        var next = spare.poll();
        if (next == null) {
            next = Thread.ofVirtual().unstarted(this::turn);
            running = next;
            next.start();
        } else {
            running = next;
            LockSupport.unpark(next);
        }
        awaitTurn(me);
        if (over) {
            throw new Death("the history is over");
        }
    }

    /** Lets events happen as long as it is this thread's turn. */
    private void turn() {
        var me = Thread.currentThread();
        while (!over) {
            var event = events.poll();
            if (event == null) {
                over = true;
                break;
            }
            now = event.at();
            try {
                event.what().run();
            } catch (Throwable e) {
                // After the end those who slept are woken to unwind, which is no failure.
                failure = over ? failure : e;
                over = true;
            }
            if (!over && !me.equals(running)) {
                spare.push(me);
                LockSupport.unpark(running);
                awaitTurn(me);
            }
        }
        parked.forEach(LockSupport::unpark);
    }

    private void awaitTurn(Thread me) {
        while (!me.equals(running) && !over) {
            park(me);
        }
    }

    private void park(Thread me) {
        parked.add(me);
        LockSupport.park();
        parked.remove(me);
    }
}
