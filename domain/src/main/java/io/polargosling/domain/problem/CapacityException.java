package io.polargosling.domain.problem;

/** A cloud has no room, or allows no more, for now; another place may. */
public final class CapacityException extends GoslingException {

    private static final long serialVersionUID = 1L;

    /** @param message what was being done, and what the cloud said */
    public CapacityException(String message) {
        super(message, null);
    }
}
