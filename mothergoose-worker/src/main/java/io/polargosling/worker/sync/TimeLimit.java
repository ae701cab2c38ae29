package io.polargosling.worker.sync;

import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.UnavailableException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lets work of a library that may hang take no longer than a limit: the caller goes on, the work is interrupted, and
 * nothing new begins until it has really ended.
 */
final class TimeLimit {

    private static final Duration TO_END = Duration.ofSeconds(2);

    private @Nullable Thread former;

    /**
     * Does {@code work}, which has to look at whether it is interrupted.
     *
     * @param what stands in the message, such as {@code fetching the Nest}
     * @throws UnavailableException when it took longer, or the work before has not ended yet
     */
    synchronized <T> T within(Duration limit, String what, Callable<T> work) {
        var before = former;
        try {
            if (before != null && !before.join(TO_END)) {
                throw new UnavailableException(what + ": the one before was given up and has not ended yet");
            }
            former = null;
            var task = new FutureTask<>(work);
            var thread = Thread.ofVirtual().name("nest-fetch").start(task);
            try {
                return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                former = thread;
                thread.interrupt();
                thread.join(TO_END);
                throw new UnavailableException(
                        what + ": not done after " + limit.toMillis() + " ms (expected: less)", e);
            } catch (InterruptedException e) {
                former = thread;
                thread.interrupt();
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(what + ": interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof GoslingException known
                    ? known
                    : new UnavailableException(what + ": " + e.getCause(), e);
        }
    }
}
