package io.polargosling.fly.decode;

import java.util.Locale;

/** The values of {@code provider}. */
public enum Cloud {
    YANDEX,
    AWS,
    LOCAL;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
