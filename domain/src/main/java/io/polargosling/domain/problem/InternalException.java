package io.polargosling.domain.problem;

import org.jspecify.annotations.Nullable;

/** Our own fault: a broken invariant or an answer nobody can make sense of. */
public final class InternalException extends GoslingException {

    private static final long serialVersionUID = 1L;

    /** @param message what was being done, the offending and the expected value */
    public InternalException(String message) {
        super(message, null);
    }

    /** @param cause what an adapter met; may be null when nothing was thrown */
    public InternalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
