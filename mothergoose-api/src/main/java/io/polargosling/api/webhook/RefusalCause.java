package io.polargosling.api.webhook;

import java.util.Locale;

/** Why a webhook was not believed; for operators only. */
enum RefusalCause {
    /** No JSON object with an id. */
    UNREADABLE,
    /** Nothing here has this server and project or group, or its egg is disabled. */
    NO_TARGET,
    /** There is a target, but none whose secret can be read. */
    NO_SECRET,
    WRONG_SECRET;

    /** The word used in answers and counters. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
