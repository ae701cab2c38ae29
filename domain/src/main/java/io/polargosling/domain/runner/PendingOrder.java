package io.polargosling.domain.runner;

import java.util.Locale;

/**
 * An order that stands on a runner's row until it can be carried out without harming a job.
 *
 * @param reason code such as {@code idle_timeout}
 * @param author who ordered it, such as {@code uglyfox}
 */
public record PendingOrder(Kind kind, String reason, String author) {

    /** What is to happen. */
    public enum Kind {
        TERMINATE,
        DEMOTE,
        PROMOTE,
        UPDATE;

        /** The word used in rows and answers. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind called {@code word}. */
        public static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
