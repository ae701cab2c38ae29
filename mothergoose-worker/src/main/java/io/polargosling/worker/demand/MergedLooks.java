package io.polargosling.worker.demand;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Merges looks at the same thing: those that ask while one is under way share the next. Nobody gets the result of a
 * look that began before the question.
 */
final class MergedLooks<K, V> {

    /** One for each key there ever was, which are projects and not many. */
    private final Map<K, Line<V>> lines = new ConcurrentHashMap<>();

    private static final class Line<V> {
        final ReentrantLock lock = new ReentrantLock();
        final AtomicLong begun = new AtomicLong();

        @Nullable
        V result;
    }

    /** The result of a look that began after this call. One that throws is not shared. */
    V look(K key, Supplier<V> look) {
        var line = lines.computeIfAbsent(key, fresh -> new Line<>());
        long asked = line.begun.get();
        line.lock.lock();
        try {
            var shared = line.result;
            if (line.begun.get() > asked && shared != null) {
                return shared;
            }
            line.begun.incrementAndGet();
            line.result = null;
            var found = look.get();
            line.result = found;
            return found;
        } finally {
            line.lock.unlock();
        }
    }

    /** How many wait for the look under way to end; an estimate. */
    int waiting(K key) {
        var line = lines.get(key);
        return line == null ? 0 : line.lock.getQueueLength();
    }
}
