package io.polargosling.domain.egg;

import java.util.Locale;
import java.util.Optional;

/** The kind of machine: one that stays for several jobs, or one made for a single job. */
public enum RunnerKind {
    VM,
    SERVERLESS;

    /** The word of the language: {@code vm} or {@code serverless}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind called {@code word}, or empty. */
    public static Optional<RunnerKind> parse(String word) {
        return switch (word) {
            case "vm" -> Optional.of(VM);
            case "serverless" -> Optional.of(SERVERLESS);
            default -> Optional.empty();
        };
    }
}
