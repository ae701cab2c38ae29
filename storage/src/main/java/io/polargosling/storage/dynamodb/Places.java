package io.polargosling.storage.dynamodb;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Texts that sort as what they stand for: times by time, numbers by size. */
final class Places {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Places() {}

    /** ISO-8601 of a fixed width, to the nanosecond. */
    static String time(Instant time) {
        return TIME.format(time);
    }

    /** The place of something that happened at {@code time}; {@code id} orders what happened at one instant. */
    static String timeAndId(Instant time, Object id) {
        return time(time) + "#" + Key.part(id.toString());
    }

    /** Above every place of {@code time} itself, and below those of every later one. */
    static String justAfter(Instant time) {
        return time(time) + "$";
    }

    /** A number from 0 on. */
    static String number(long number) {
        return String.format(Locale.ROOT, "%019d", number);
    }
}
