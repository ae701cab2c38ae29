package io.polargosling.domain.problem;

import org.jspecify.annotations.Nullable;

/** A store, queue or service did not answer or refused for now: the same call may be repeated later. */
public final class UnavailableException extends GoslingException {

    private static final long serialVersionUID = 1L;

    /** @param message what was being done, the offending and the expected value */
    public UnavailableException(String message) {
        super(message, null);
    }

    /** @param cause what an adapter met; may be null when nothing was thrown */
    public UnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
