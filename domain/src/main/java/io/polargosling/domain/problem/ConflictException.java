package io.polargosling.domain.problem;

import org.jspecify.annotations.Nullable;

/** The stored state is not what the caller assumed: read again and decide anew. */
public final class ConflictException extends GoslingException {

    private static final long serialVersionUID = 1L;

    /** @param message what was being done, the offending and the expected value */
    public ConflictException(String message) {
        super(message, null);
    }

    /** @param cause what an adapter met; may be null when nothing was thrown */
    public ConflictException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
