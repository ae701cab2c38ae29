package io.polargosling.domain.binary;

import java.util.Locale;
import java.util.Optional;

/** A program that is kept in several versions. */
public enum BinaryName {
    GOSLING,
    OPENTOFU,
    GITLAB_RUNNER;

    /** The word used in rows and paths, such as {@code gitlab-runner}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The program called {@code word}, or empty. */
    public static Optional<BinaryName> parse(String word) {
        for (var name : values()) {
            if (name.word().equals(word)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }
}
