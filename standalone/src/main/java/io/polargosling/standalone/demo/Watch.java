package io.polargosling.standalone.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks again and again until something is seen. */
public final class Watch {

    private static final Duration PAUSE = Duration.ofMillis(60);

    private Watch() {}

    /**
     * What {@code look} sees at last.
     *
     * @param what it waits for, for the error's text
     * @param otherwise tells what is there instead
     * @throws NotObservedException when nothing is seen within {@code limit}
     */
    public static <T> T until(String what, Duration limit, Supplier<Optional<T>> look, Supplier<String> otherwise) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            var seen = look.get();
            if (seen.isPresent()) {
                return seen.get();
            }
            if (System.nanoTime() > end) {
                throw new NotObservedException(
                        "waiting for: " + what + ": not seen within " + limit.toSeconds() + " s; " + otherwise.get());
            }
            pause();
        }
    }

    /** As above, for something that is there or not. */
    public static void untilTrue(String what, Duration limit, Supplier<Boolean> look, Supplier<String> otherwise) {
        until(what, limit, () -> look.get() ? Optional.of(true) : Optional.empty(), otherwise);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotObservedException("interrupted");
        }
    }
}
