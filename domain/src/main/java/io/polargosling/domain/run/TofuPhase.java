package io.polargosling.domain.run;

import java.util.Locale;

/** The steps of a run, in order. */
public enum TofuPhase {
    INIT,
    PLAN,
    APPLY;

    /** The word used in rows, and the subcommand of OpenTofu. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The phase called {@code word}. */
    public static TofuPhase of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
