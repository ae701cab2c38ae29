package io.polargosling.fly.eval;

/**
 * A value and whether a sensitive variable went into it; of a sensitive one nothing may be shown.
 */
public record Evaluated(FlyValue value, boolean sensitive) {

    /** For a diagnostic. */
    public String describe() {
        return sensitive ? value.type().word() + " \"***\"" : value.describe();
    }
}
