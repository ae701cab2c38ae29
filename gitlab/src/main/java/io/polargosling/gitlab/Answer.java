package io.polargosling.gitlab;

import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What came back: any status, with its body. */
final class Answer {

    private static final int MAX_MESSAGE = 200;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern NEXT = Pattern.compile("<([^<>]+)>\\s*;\\s*rel=\"?next\"?(?:[\\s,;]|$)");

    private final String act;
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;
    private final Optional<Duration> retryAfter;

    /** An answer.
     *
     * @param retryAfter how long the server asks to be left alone */
    Answer(String act, int status, HttpHeaders headers, byte[] body, Optional<Duration> retryAfter) {
        this.act = act;
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.retryAfter = retryAfter;
    }

    int status() {
        return status;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** True for an answer that another try may better. */
    boolean isPassing() {
        return status == 408 || status == 429 || (status >= 500 && status <= 504 && status != 501);
    }

    boolean isMissing() {
        return status == 404;
    }

    boolean isRedirect() {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /** This, when it is a success. */
    Answer required() {
        if (status >= 200 && status < 300) {
            return this;
        }
        if (status == 429 || status == 408 || status >= 500) {
            throw new UnavailableException(
                    act + ": GitLab answered " + status
                            + retryAfter
                                    .map(wait -> ", Retry-After: " + wait.toSeconds() + " s")
                                    .orElse(""),
                    null,
                    retryAfter.orElse(null));
        }
        throw new InvalidException(act + ": GitLab answered " + status + advice() + reason());
    }

    /** This when it is a success, empty when what was asked for is not there. */
    Optional<Answer> ifThere() {
        return isMissing() ? Optional.empty() : Optional.of(required());
    }

    /** This, when it is a success; what was asked for must be there. */
    Answer there() {
        return ifThere()
                .orElseThrow(() -> new NotFoundException(
                        act + ": GitLab has none with this id (expected: one that was created before)"));
    }

    /** The body, which must be JSON. */
    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            // Without the cause: its message quotes the answer, which may hold a token.
            throw new InternalException(act + ": an answer that is no JSON (expected: GitLab's API at this address)");
        }
    }

    /** What {@code read} makes of the body; it is given the act for its messages. */
    <T> T as(BiFunction<JsonNode, String, T> read) {
        return read.apply(json(), act);
    }

    /** The body, which must be a JSON array. */
    JsonNode array() {
        var json = json();
        if (!json.isArray()) {
            throw new InternalException(act + ": an answer that is no list (expected: a JSON array)");
        }
        return json;
    }

    /** Where the next page is. */
    Optional<String> nextLink() {
        for (var link : headers.getOrDefault(HttpHeaders.LINK, List.of())) {
            var matcher = NEXT.matcher(link);
            if (matcher.find()) {
                return Optional.of(matcher.group(1));
            }
        }
        return Optional.empty();
    }

    /** The number of the next page, of lists that have numbers. */
    Optional<Integer> nextPage() {
        var number = headers.getFirst("X-Next-Page");
        return number == null || !number.matches("[0-9]{1,6}")
                ? Optional.empty()
                : Optional.of(Integer.parseInt(number));
    }

    /** Where a moved thing is now. */
    Optional<URI> location() {
        try {
            return Optional.ofNullable(headers.getLocation());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private String advice() {
        return switch (status) {
            case 401 -> " (expected: a token that is valid and not expired)";
            case 403 ->
                " (expected: a token with the scopes create_runner, manage_runner and read_api, for hooks, schedules and"
                        + " keys api, of a maintainer of the project or an owner of the group)";
            case 404 -> " (expected: an id that is there, and visible for this token)";
            default -> " (expected: 2xx)";
        };
    }

    // GitLab says in "message" or "error" which value it refuses; a refused token it never repeats, but a proxy might.
    private String reason() {
        if (status != 400 && status != 422) {
            return "";
        }
        try {
            var json = JSON.readTree(body);
            var message = json.has("message") ? json.path("message") : json.path("error");
            String text = message.isString() ? message.asString() : message.toString();
            String printable = text.replaceAll("\\p{Cntrl}", " ");
            return ": " + printable.substring(0, Math.min(MAX_MESSAGE, printable.length()));
        } catch (JacksonException e) {
            return "";
        }
    }
}
