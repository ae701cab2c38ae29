package io.polargosling.standalone.demo;

/** Something that was to happen was not seen in time. */
public final class NotObservedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what was waited for, for how long, and what was seen instead */
    public NotObservedException(String message) {
        super(message);
    }
}
