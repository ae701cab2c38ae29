package io.polargosling.cli.check;

import java.util.Locale;

/** How findings are printed. */
enum ReportFormat {
    TEXT,
    JSON,
    /** For code scanning. */
    SARIF,
    /** For pages of test results. */
    JUNIT;

    /** The word of the {@code --output} option. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
