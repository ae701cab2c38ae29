package io.polargosling.storage.jdbc;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.store.PageRequest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Where a page ended: the key of its last row, opaque to callers. */
final class Cursor {

    private static final int MAX_LIMIT = 500;

    /** The place in a list ordered by time and id. */
    record TimeAndId(Instant time, String id) {

        String text() {
            return Cursor.encode(time + " " + id);
        }
    }

    /**
     * The place in a list ordered by two texts.
     *
     * @param first has no space
     */
    record Pair(String first, String second) {

        String text() {
            return Cursor.encode(first + " " + second);
        }
    }

    private Cursor() {}

    static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<String> key(PageRequest page) {
        return page.cursor().map(Cursor::decode);
    }

    static Optional<TimeAndId> timeAndId(PageRequest page) {
        return key(page).map(key -> {
            int space = key.indexOf(' ');
            try {
                return new TimeAndId(Instant.parse(key.substring(0, Math.max(space, 0))), key.substring(space + 1));
            } catch (DateTimeException e) {
                throw malformed();
            }
        });
    }

    static Optional<Pair> pair(PageRequest page) {
        return key(page).map(key -> {
            int space = key.indexOf(' ');
            if (space < 0) {
                throw malformed();
            }
            return new Pair(key.substring(0, space), key.substring(space + 1));
        });
    }

    static Optional<Long> number(PageRequest page) {
        return key(page).map(key -> {
            try {
                return Long.parseLong(key);
            } catch (NumberFormatException e) {
                throw malformed();
            }
        });
    }

    /** The limit, checked. */
    static int limit(PageRequest page) {
        if (page.limit() < 1 || page.limit() > MAX_LIMIT) {
            throw new InvalidException(
                    "reading a page of " + page.limit() + " rows (expected: 1 to " + MAX_LIMIT + ")");
        }
        return page.limit();
    }

    private static String decode(String text) {
        try {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static InvalidException malformed() {
        return new InvalidException("reading a page: the cursor is malformed (expected: one that a page before gave)");
    }
}
