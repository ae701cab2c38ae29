package io.polargosling.gitlab;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** What an answer tells of the calls that are left. */
final class RateHeaders {

    // Nothing GitLab limits has a longer window, and a proxy's odd number must not silence us for a day.
    private static final Duration LONGEST = Duration.ofHours(1);

    private RateHeaders() {}

    /**
     * How many calls are left in a window.
     *
     * @param left until the window ends, 1 second to 1 hour
     */
    record Window(long limit, long remaining, Duration left) {}

    /** The window, when the answer names it whole. */
    static Optional<Window> window(HttpHeaders headers, Instant now) {
        var limit = number(headers, "RateLimit-Limit");
        var reset = number(headers, "RateLimit-Reset");
        if (limit.isEmpty() || reset.isEmpty() || limit.getAsLong() < 1) {
            return Optional.empty();
        }
        var observed = number(headers, "RateLimit-Observed");
        long remaining = number(headers, "RateLimit-Remaining")
                .orElseGet(() -> limit.getAsLong() - observed.orElse(limit.getAsLong()));
        var left = bounded(Duration.between(now, Instant.ofEpochSecond(reset.getAsLong())));
        return Optional.of(new Window(
                limit.getAsLong(),
                Math.clamp(remaining, 0, limit.getAsLong()),
                left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left));
    }

    /** How long the server asks to be left alone, in seconds or until a date; at most an hour. */
    static Optional<Duration> retryAfter(HttpHeaders headers, Instant now) {
        var text = headers.getFirst(HttpHeaders.RETRY_AFTER);
        if (text == null) {
            return Optional.empty();
        }
        var seconds = number(text);
        if (seconds.isPresent()) {
            return Optional.of(bounded(Duration.ofSeconds(seconds.getAsLong())));
        }
        try {
            var until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return Optional.of(bounded(Duration.between(now, until)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration duration) {
        if (duration.isNegative()) {
            return Duration.ZERO;
        }
        return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    }

    private static OptionalLong number(HttpHeaders headers, String name) {
        return number(headers.getFirst(name));
    }

    private static OptionalLong number(@Nullable String text) {
        return text == null || !text.matches("[0-9]{1,12}")
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(text));
    }
}
