package io.polargosling.cli.print;

import java.util.Locale;

/** How a result is printed. */
public enum OutputFormat {
    TEXT,
    JSON;

    /** The word of the {@code --output} option. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
