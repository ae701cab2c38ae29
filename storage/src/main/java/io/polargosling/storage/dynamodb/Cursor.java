package io.polargosling.storage.dynamodb;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.store.PageRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a page ended: the place of its last item, opaque to callers. */
final class Cursor {

    private static final int MAX_LIMIT = 500;
    private static final int MAX_PLACE_BYTES = 1024;
    private static final Pattern TIME_AND_ID =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z#.+", Pattern.DOTALL);

    private Cursor() {}

    static String encode(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    /** The place after which the page begins; empty for the first. */
    static Optional<String> place(PageRequest page) {
        return page.cursor().map(Cursor::decode);
    }

    /** As {@link #place}, in a list that is ordered by time. */
    static Optional<String> timeAndId(PageRequest page) {
        return place(page).map(place -> {
            if (!TIME_AND_ID.matcher(place).matches()) {
                throw malformed();
            }
            return place;
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
            var bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length == 0 || bytes.length > MAX_PLACE_BYTES) {
                throw malformed();
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static InvalidException malformed() {
        return new InvalidException("reading a page: the cursor is malformed (expected: one that a page before gave)");
    }
}
