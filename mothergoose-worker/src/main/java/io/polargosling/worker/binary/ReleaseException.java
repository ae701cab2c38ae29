package io.polargosling.worker.binary;

/** A release cannot be had as it should be; the message tells why, for an operator. */
final class ReleaseException extends Exception {

    private static final long serialVersionUID = 1L;

    ReleaseException(String message) {
        super(message);
    }

    ReleaseException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
