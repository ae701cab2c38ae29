package io.polargosling.api.admin;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether what is needed answers. Asked at most once in 5 s, whoever and however many want to know. */
final class Readiness {

    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final Duration KEPT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Map<String, Runnable> checks;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Result last;

    /**
     * @param checks by component; one that throws says that its component does not answer
     * @param nanos a monotonic clock in nanoseconds
     */
    Readiness(Map<String, Runnable> checks, LongSupplier nanos) {
        this.checks = Map.copyOf(checks);
        this.nanos = nanos;
    }

    /** Each component by name, true when it answered. */
    Map<String, Boolean> components() {
        lock.lock();
        try {
            long now = nanos.getAsLong();
            if (last == null || now - last.atNanos >= KEPT.toNanos()) {
                last = new Result(ask(), nanos.getAsLong());
            }
            return last.components;
        } finally {
            lock.unlock();
        }
    }

    private record Result(Map<String, Boolean> components, long atNanos) {}

    private Map<String, Boolean> ask() {
        var running = new TreeMap<String, FutureTask<Boolean>>();
        checks.forEach((name, check) -> {
            var task = new FutureTask<>(check, true);
            running.put(name, task);
            Thread.ofVirtual().name("health-" + name).start(task);
        });
        var answers = new TreeMap<String, Boolean>();
        running.forEach((name, task) -> answers.put(name, answered(name, task)));
        return answers;
    }

    private static boolean answered(String name, FutureTask<Boolean> task) {
        try {
            return task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            LOG.warn("component not ready component={} cause={}", name, String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            task.cancel(true);
            LOG.warn("component not ready component={} cause=no-answer", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
