package io.polargosling.domain.pool;

import java.util.Locale;

/** A bounded set of an egg's runners; each runner holds a slot of at most one. */
public enum Pool {
    /** Machines that are on and can take jobs. */
    APEX,
    /** Machines that are stopped but keep their disk. */
    NADIR,
    SERVERLESS,
    /** Self-management jobs. */
    JOB;

    /** True when its slots also count for the maximum of both kinds of runners together: those that can take jobs. */
    public boolean countsInAll() {
        return this == APEX || this == SERVERLESS;
    }

    /** The word used in rows and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The pool called {@code word}. */
    public static Pool of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
