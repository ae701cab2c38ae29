package io.polargosling.domain.problem;

/** There is no room for now: a cloud has none or allows no more, or a pool of an egg is full. */
public final class CapacityException extends GoslingException {

    private static final long serialVersionUID = 1L;

    /** @param message what was being done, and what is full */
    public CapacityException(String message) {
        super(message, null);
    }
}
