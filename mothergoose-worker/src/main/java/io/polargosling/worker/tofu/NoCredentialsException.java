package io.polargosling.worker.tofu;

import io.polargosling.domain.problem.UnavailableException;

/** A run was not begun, since there is nothing to prove itself with to a cloud that it needs. */
final class NoCredentialsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param cause says which are missing */
    NoCredentialsException(UnavailableException cause) {
        super(cause.getMessage(), cause);
    }
}
