package io.polargosling.domain.token;

import java.util.Locale;

/** What the bearer of an API token may do; each role includes those before it. */
public enum Role {
    VIEWER,
    OPERATOR,
    ADMIN;

    /** The word used in rows and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role called {@code word}. */
    public static Role of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
