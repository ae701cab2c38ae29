package io.polargosling.domain.egg;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * The webhook of a target.
 *
 * @param id GitLab's id of the hook; empty while there is none
 */
public record TargetHook(OptionalLong id, Status status) {

    /** How GitLab treats the hook. */
    public enum Status {
        /** Not looked at yet. */
        UNKNOWN,
        EXECUTABLE,
        /** GitLab tries again by itself after a while. */
        TEMPORARILY_DISABLED,
        /** GitLab waits for a delivery that succeeds. */
        DISABLED;

        /** The word used in rows and answers. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The status called {@code word}. */
        public static Status of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** No hook made, nothing known. */
    public static TargetHook none() {
        return new TargetHook(OptionalLong.empty(), Status.UNKNOWN);
    }
}
