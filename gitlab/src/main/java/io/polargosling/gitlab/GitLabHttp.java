package io.polargosling.gitlab;

import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests to GitLab, with every answer turned into a value or one of our exceptions. */
final class GitLabHttp {

    /** Of connecting, and of a whole request. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    // Enough for 5,000 jobs; a project with more is looked at again soon.
    private static final int MAX_PAGES = 50;
    private static final int MAX_MESSAGE = 200;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern NEXT = Pattern.compile("<([^<>]+)>\\s*;\\s*rel=\"next\"");

    private final RestClient client;

    GitLabHttp(Duration timeout) {
        // Redirects are not followed: the token is for the server that the egg names.
        var factory = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build());
        factory.setReadTimeout(timeout);
        this.client = RestClient.builder().requestFactory(factory).build();
    }

    /** What came back: any status, with its body as text. */
    private record Answer(HttpStatusCode status, HttpHeaders headers, String body) {}

    /** Items of some pages, and where the rest begins. */
    record Pages(List<JsonNode> items, Optional<String> next) {}

    /** The items of at most {@code pages} pages. */
    Pages pages(GitLabAccess access, String path, Optional<String> from, int pages, String act) {
        return pages(access, from.map(URI::create).orElseGet(() -> uri(access, path)), pages, act, false);
    }

    /** The items of all pages; none after 404. */
    List<JsonNode> pagesIfThere(GitLabAccess access, String path, String act) {
        return pages(access, uri(access, path), MAX_PAGES, act, true).items();
    }

    /** The object that a POST answers with. */
    JsonNode post(GitLabAccess access, String path, Map<String, ?> body, String act) {
        var answer = call(access, HttpMethod.POST, uri(access, path), body, act);
        requireSuccess(answer, act);
        return read(answer, act);
    }

    /** Sends a PUT; false after 404. */
    boolean put(GitLabAccess access, String path, Map<String, ?> body, String act) {
        return succeededOrMissing(call(access, HttpMethod.PUT, uri(access, path), body, act), act);
    }

    /** Takes 404 for done. */
    void delete(GitLabAccess access, String path, String act) {
        succeededOrMissing(call(access, HttpMethod.DELETE, uri(access, path), null, act), act);
    }

    private Pages pages(GitLabAccess access, URI first, int pages, String act, boolean mayBeMissing) {
        var items = new ArrayList<JsonNode>();
        var next = Optional.of(first);
        for (int page = 0; page < pages && next.isPresent(); page++) {
            var answer = call(access, HttpMethod.GET, next.get(), null, act);
            if (mayBeMissing && isNotFound(answer)) {
                return new Pages(List.of(), Optional.empty());
            }
            requireSuccess(answer, act);
            var array = read(answer, act);
            if (!array.isArray()) {
                throw new InternalException(act + ": an answer that is no list (expected: a JSON array)");
            }
            array.forEach(items::add);
            next = nextPage(answer, access, act);
        }
        return new Pages(items, next.map(URI::toString));
    }

    private static Optional<URI> nextPage(Answer answer, GitLabAccess access, String act) {
        for (var link : answer.headers().getOrDefault(HttpHeaders.LINK, List.of())) {
            var matcher = NEXT.matcher(link);
            if (matcher.find()) {
                var uri = URI.create(matcher.group(1));
                var server = access.server().url();
                // The token must not follow a link to somewhere else.
                if (!server.getAuthority().equalsIgnoreCase(uri.getAuthority())) {
                    throw new InternalException(act + ": the next page is on another host (expected: " + access.server()
                            + "); set GitLab's external_url right");
                }
                return Optional.of(uri);
            }
        }
        return Optional.empty();
    }

    private Answer call(GitLabAccess access, HttpMethod method, URI uri, @Nullable Map<String, ?> body, String act) {
        var request = client.method(method)
                .uri(uri)
                .header("PRIVATE-TOKEN", access.token().reveal())
                .accept(MediaType.APPLICATION_JSON);
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).body(JSON.writeValueAsBytes(body));
        }
        try {
            return request.exchange((sent, response) -> new Answer(
                    response.getStatusCode(),
                    response.getHeaders(),
                    new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8)));
        } catch (ResourceAccessException e) {
            throw new UnavailableException(
                    act + ": no answer from " + access.server() + " (expected: one within " + TIMEOUT.toSeconds()
                            + " s)",
                    e);
        }
    }

    private static boolean succeededOrMissing(Answer answer, String act) {
        if (isNotFound(answer)) {
            return false;
        }
        requireSuccess(answer, act);
        return true;
    }

    private static boolean isNotFound(Answer answer) {
        return answer.status().value() == 404;
    }

    private static void requireSuccess(Answer answer, String act) {
        int status = answer.status().value();
        if (answer.status().is2xxSuccessful()) {
            return;
        }
        if (status == 429 || status == 408 || answer.status().is5xxServerError()) {
            var after = answer.headers().getFirst(HttpHeaders.RETRY_AFTER);
            throw new UnavailableException(act + ": GitLab answered " + status
                    + (after == null || !after.matches("[0-9]{1,9}") ? "" : ", Retry-After: " + after + " s"));
        }
        throw new InvalidException(act + ": GitLab answered " + status + advice(status) + reason(answer));
    }

    private static String advice(int status) {
        return switch (status) {
            case 401 -> " (expected: a token that is valid and not expired)";
            case 403 ->
                " (expected: a token with the scopes create_runner, manage_runner and read_api, of a"
                        + " maintainer of the project or an owner of the group)";
            case 404 -> " (expected: an id that is there, and visible for this token)";
            default -> " (expected: 2xx)";
        };
    }

    // GitLab says in "message" or "error" which value it refuses; a refused token it never repeats, but a proxy might.
    private static String reason(Answer answer) {
        if (answer.status().value() != 400 && answer.status().value() != 422) {
            return "";
        }
        try {
            var json = JSON.readTree(answer.body());
            var message = json.has("message") ? json.path("message") : json.path("error");
            String text = message.isString() ? message.asString() : message.toString();
            String printable = text.replaceAll("\\p{Cntrl}", " ");
            return ": " + printable.substring(0, Math.min(MAX_MESSAGE, printable.length()));
        } catch (JacksonException e) {
            return "";
        }
    }

    private static JsonNode read(Answer answer, String act) {
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            // Without the cause: its message quotes the answer, which may hold a token.
            throw new InternalException(act + ": an answer that is no JSON (expected: GitLab's API at this address)");
        }
    }

    private static URI uri(GitLabAccess access, String path) {
        return URI.create(
                access.server().url() + "/api/v4/" + path.replace("[", "%5B").replace("]", "%5D"));
    }
}
