package io.polargosling.domain.run;

import java.util.Locale;

/** Why a run of OpenTofu, or one machine of it, failed; decides whether and where it is tried again. */
public enum FailureCause {
    /** The account may have no more of these. */
    QUOTA(Treatment.CAPACITY),
    /** The place has no more of these just now. */
    NO_CAPACITY(Treatment.CAPACITY),
    NETWORK(Treatment.TRANSIENT),
    /** A phase reached its limit. */
    TIMEOUT(Treatment.TRANSIENT),
    /** The cloud asks for fewer calls. */
    THROTTLED(Treatment.TRANSIENT),
    /** Somebody else holds the lock of the state. */
    LOCKED(Treatment.TRANSIENT),
    /** This host has no room: disk or memory. */
    HOST(Treatment.TRANSIENT),
    IMAGE(Treatment.PERMANENT),
    CREDENTIALS(Treatment.PERMANENT),
    /** A GitLab token is missing or may not do what is needed. */
    TOKEN(Treatment.PERMANENT),
    /** What was rendered is refused: a template, a module or a value. */
    TEMPLATE(Treatment.PERMANENT),
    /** The plan would change what nobody asked for. */
    UNEXPECTED_CHANGE(Treatment.PERMANENT),
    /** Nothing of the above; tried again like a passing fault, and counted. */
    OTHER(Treatment.TRANSIENT);

    private final Treatment treatment;

    FailureCause(Treatment treatment) {
        this.treatment = treatment;
    }

    /** What is done about it. */
    public enum Treatment {
        /** Tried again after a growing wait. */
        TRANSIENT,
        /** The next place is tried, and this one rests. */
        CAPACITY,
        /** Not tried again until something changes; counted at once. */
        PERMANENT
    }

    /** What is done about it. */
    public Treatment treatment() {
        return treatment;
    }

    /** The word used in rows, reasons and answers, such as {@code no-capacity}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
