package io.polargosling.cli.binaries;

import io.polargosling.cli.print.ExitCode;
import java.time.Duration;
import java.util.Optional;

/** The control plane did not do what it was asked to. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int NO_ANSWER = 0;

    private final int status;
    private final boolean reached;
    private final transient Optional<Duration> retryAfter;

    private RefusedException(String message, int status, boolean reached, Optional<Duration> retryAfter) {
        super(message);
        this.status = status;
        this.reached = reached;
        this.retryAfter = retryAfter;
    }

    static RefusedException of(int status, String message, Optional<Duration> retryAfter) {
        return new RefusedException(message, status, true, retryAfter);
    }

    /** @param reached whether it may have got the call all the same */
    static RefusedException unreachable(String message, boolean reached) {
        return new RefusedException(message, NO_ANSWER, reached, Optional.empty());
    }

    /** True when the same call may succeed later. */
    boolean passing() {
        return status == NO_ANSWER || status == 429 || status >= 500;
    }

    /** True when it may have been carried out: of what was refused with 429 nothing was. */
    boolean reached() {
        return reached && status != 429;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** What a command ends with. */
    int exitCode() {
        return switch (status) {
            case 401, 403 -> ExitCode.NOT_ALLOWED;
            case 404 -> ExitCode.NOT_FOUND;
            case 409 -> ExitCode.CONFLICT;
            default -> passing() ? ExitCode.UNREACHABLE : ExitCode.FAILED;
        };
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
