package io.polargosling.domain.problem;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store, queue or service did not answer or refused for now: the same call may be repeated later. */
public final class UnavailableException extends GoslingException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    /** @param message what was being done, the offending and the expected value */
    public UnavailableException(String message) {
        this(message, null, null);
    }

    /** @param cause what an adapter met; may be null when nothing was thrown */
    public UnavailableException(String message, @Nullable Throwable cause) {
        this(message, cause, null);
    }

    /** @param retryAfter how long the other side asks to be left alone; null when it did not say */
    public UnavailableException(String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    /** How long the other side asks to be left alone. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
