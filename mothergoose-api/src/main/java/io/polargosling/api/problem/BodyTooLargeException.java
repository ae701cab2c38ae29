package io.polargosling.api.problem;

import java.io.IOException;

/** Reading a body went past its limit. */
public final class BodyTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param limit in bytes */
    public BodyTooLargeException(long limit) {
        super("body is longer than " + limit + " bytes");
    }
}
