package io.polargosling.domain.policy;

/** Three-valued logic: what is not known is neither true nor false. */
public enum Truth {
    TRUE,
    FALSE,
    UNKNOWN;

    /** The truth of {@code value}. */
    public static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** True and false change places; unknown stays. */
    public Truth not() {
        return switch (this) {
            case TRUE -> FALSE;
            case FALSE -> TRUE;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /** False as soon as one is false, true when both are. */
    public Truth and(Truth other) {
        if (this == FALSE || other == FALSE) {
            return FALSE;
        }
        return this == TRUE && other == TRUE ? TRUE : UNKNOWN;
    }

    /** True as soon as one is true, false when both are. */
    public Truth or(Truth other) {
        return not().and(other.not()).not();
    }
}
