package io.polargosling.domain.egg;

import java.util.Locale;
import java.util.Optional;

/** The agent's executor. */
public enum Executor {
    DOCKER,
    SHELL,
    CUSTOM;

    /** The word the agent's configuration uses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The executor called {@code word}, or empty. */
    public static Optional<Executor> parse(String word) {
        for (var executor : values()) {
            if (executor.word().equals(word)) {
                return Optional.of(executor);
            }
        }
        return Optional.empty();
    }
}
