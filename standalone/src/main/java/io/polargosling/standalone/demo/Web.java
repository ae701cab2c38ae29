package io.polargosling.standalone.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON over HTTP with one server. */
public final class Web {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI base;
    private final Map<String, String> headers;

    /** @param headers sent with every request */
    Web(URI base, Map<String, String> headers) {
        this.base = base;
        this.headers = Map.copyOf(headers);
    }

    /**
     * An answer.
     *
     * @param body missing when it is no JSON
     */
    public record Answer(int status, JsonNode body) {

        JsonNode required(String what) {
            if (status >= 300) {
                throw new IllegalStateException(what + ": answered " + status + " " + body + " (expected: 2xx)");
            }
            return body;
        }
    }

    /** Where it is. */
    public URI base() {
        return base;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** An answer to a GET. */
    public Answer get(String path) {
        return send(request(path).GET().build());
    }

    /** The body of a GET that must succeed. */
    public JsonNode read(String path) {
        return get(path).required("GET " + path);
    }

    /** An answer to a POST. */
    public Answer post(String path, JsonNode body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    /** The answer's body to a POST that must succeed. */
    public JsonNode create(String path, JsonNode body) {
        return post(path, body).required("POST " + path);
    }

    private HttpRequest.Builder request(String path) {
        var builder = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
        headers.forEach(builder::header);
        return builder;
    }

    private Answer send(HttpRequest request) {
        try {
            var response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), parse(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException("calling " + request.uri() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotObservedException("interrupted while calling " + request.uri());
        }
    }

    private static JsonNode parse(String body) {
        try {
            return body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
