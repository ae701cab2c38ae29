package io.polargosling.cli.client;

/** A call that did not lead to a success; its message is fit for a user. */
public final class RefusedCallException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** @param exitCode what the command should end with */
    public RefusedCallException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static RefusedCallException of(ApiCalls.Failure failure) {
        return new RefusedCallException(failure.exitCode(), failure.message());
    }

    /** What the command should end with. */
    public int exitCode() {
        return exitCode;
    }
}
