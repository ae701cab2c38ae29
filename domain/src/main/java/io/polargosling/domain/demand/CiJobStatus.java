package io.polargosling.domain.demand;

import java.util.Locale;

/** How far a CI job has come; a job only moves towards the last of these. */
public enum CiJobStatus {
    PENDING,
    RUNNING,
    FINISHED;

    /** The word used in rows and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status called {@code word}. */
    public static CiJobStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
