package io.polargosling.domain.plan;

import java.util.Locale;

/** What became of a plan, and the moves that are legal. */
public enum PlanStatus {
    PENDING,
    APPLYING,
    APPLIED,
    FAILED,
    DISCARDED,
    ROLLED_BACK;

    /** True when a plan in this status may move to {@code next}; staying is always legal. */
    public boolean mayBecome(PlanStatus next) {
        return this == next
                || switch (this) {
                    case PENDING -> next == APPLYING || next == DISCARDED;
                    case APPLYING -> next == APPLIED || next == FAILED;
                    case APPLIED -> next == ROLLED_BACK;
                    case FAILED, DISCARDED, ROLLED_BACK -> false;
                };
    }

    /** The word used in rows and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status called {@code word}. */
    public static PlanStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
