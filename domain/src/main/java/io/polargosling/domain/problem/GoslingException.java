package io.polargosling.domain.problem;

import org.jspecify.annotations.Nullable;

/** The root of the five ways a call can end badly; adapters translate to these at their border and keep the cause. */
public abstract sealed class GoslingException extends RuntimeException
        permits NotFoundException,
                ConflictException,
                InvalidException,
                UnavailableException,
                CapacityException,
                InternalException {

    private static final long serialVersionUID = 1L;

    GoslingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** What was being done, the offending and the expected value; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
