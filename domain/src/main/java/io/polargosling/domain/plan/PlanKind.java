package io.polargosling.domain.plan;

import java.util.Locale;

/** What a plan was made for. */
public enum PlanKind {
    /** The difference between what is and what should be, as reconciliation finds it. */
    RECONCILE,
    /** The first plan after a rollback. */
    ROLLBACK,
    /** Only to be shown; never applied. */
    DRY_RUN;

    /** The word used in rows and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind called {@code word}. */
    public static PlanKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
