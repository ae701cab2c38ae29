package io.polargosling.api.security;

/** What a route asks of its caller. */
public enum Access {
    /** Nothing. */
    OPEN,
    /** A proof that lies in the body too, so the endpoint itself judges it. */
    PROVEN_BY_ENDPOINT,
    VIEWER,
    OPERATOR,
    ADMIN,
    /** The one-time token of the very runner in the path. */
    ENROLMENT,
    /** The token of the very runner in the path. */
    RUNNER;

    /** The authority that stands for it. */
    String authority() {
        return name();
    }
}
