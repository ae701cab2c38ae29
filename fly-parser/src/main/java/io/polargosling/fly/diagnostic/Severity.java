package io.polargosling.fly.diagnostic;

import java.util.Locale;

/** Whether a file with the problem can still be used. */
public enum Severity {
    ERROR,
    WARNING;

    /** Lower case, as printed. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
