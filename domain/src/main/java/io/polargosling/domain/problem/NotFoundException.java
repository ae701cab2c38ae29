package io.polargosling.domain.problem;

import org.jspecify.annotations.Nullable;

/** What was asked for does not exist. */
public final class NotFoundException extends GoslingException {

    private static final long serialVersionUID = 1L;

    /** @param message what was being done, the offending and the expected value */
    public NotFoundException(String message) {
        super(message, null);
    }

    /** @param cause what an adapter met; may be null when nothing was thrown */
    public NotFoundException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
