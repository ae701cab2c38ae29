package io.polargosling.domain.egg;

/** What an egg as a whole is doing. */
public enum EggState {
    ACTIVE,
    /** Declared with {@code enabled = false}: nothing new, what exists is drained. */
    DISABLED,
    /** Active, but something keeps it from working; the reason says what. */
    DEGRADED,
    /** Gone from the Nest: what exists is drained and destroyed. */
    REMOVED;

    /** True when new runners may be made. */
    public boolean acceptsRunners() {
        return switch (this) {
            case ACTIVE, DEGRADED -> true;
            case DISABLED, REMOVED -> false;
        };
    }
}
