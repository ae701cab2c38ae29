package io.polargosling.gitlab;

/**
 * One thing asked of GitLab.
 *
 * @param act what is being done, for messages
 * @param kind whether it may be sent again
 */
record Call(String act, Urgency urgency, Kind kind) {

    enum Kind {
        /** Changes nothing, so it may be sent as often as needed. */
        READ,
        /** Sent twice it does the same as sent once. */
        REPEATABLE,
        /** Sent twice it may do its work twice: it is repeated only when it was not done for certain. */
        ONCE
    }

    static Call poll(String act) {
        return new Call(act, Urgency.POLL, Kind.READ);
    }

    /** A question that must be answered before something is ended. */
    static Call proof(String act) {
        return new Call(act, Urgency.DELETE, Kind.READ);
    }

    static Call create(String act) {
        return new Call(act, Urgency.CREATE, Kind.ONCE);
    }

    static Call change(String act) {
        return new Call(act, Urgency.CREATE, Kind.REPEATABLE);
    }

    static Call delete(String act) {
        return new Call(act, Urgency.DELETE, Kind.REPEATABLE);
    }

    /** True when a repetition does no harm even if the first one was done. */
    boolean isRepeatable() {
        return kind != Kind.ONCE;
    }

    boolean isRead() {
        return kind == Kind.READ;
    }
}
