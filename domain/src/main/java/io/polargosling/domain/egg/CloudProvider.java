package io.polargosling.domain.egg;

import java.util.Locale;
import java.util.Optional;

/** Where runners are made. */
public enum CloudProvider {
    YANDEX,
    AWS,
    /** Processes on the worker's own host. */
    LOCAL;

    /** The word of the language, such as {@code yandex}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The provider called {@code word}, or empty. */
    public static Optional<CloudProvider> parse(String word) {
        for (var provider : values()) {
            if (provider.word().equals(word)) {
                return Optional.of(provider);
            }
        }
        return Optional.empty();
    }
}
