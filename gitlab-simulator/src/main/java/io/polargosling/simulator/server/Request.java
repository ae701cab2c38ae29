package io.polargosling.simulator.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A request that has been read whole, with the values its path matched. */
final class Request {

    private final String method;
    private final URI uri;
    private final Headers headers;
    private final byte[] body;
    private final Map<String, String> pathValues;
    private @Nullable Params params;

    private Request(String method, URI uri, Headers headers, byte[] body, Map<String, String> pathValues) {
        this.method = method;
        this.uri = uri;
        this.headers = headers;
        this.body = body;
        this.pathValues = pathValues;
    }

    static Request read(HttpExchange exchange) throws IOException {
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders(),
                exchange.getRequestBody().readAllBytes(),
                Map.of());
    }

    Request matching(Map<String, String> values) {
        return new Request(method, uri, headers, body, values);
    }

    String method() {
        return method;
    }

    String rawPath() {
        return uri.getRawPath();
    }

    byte[] body() {
        return body;
    }

    ObjectNode json() {
        return Json.parse(body);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.getFirst(name));
    }

    /** Query, form and JSON fields together, as GitLab's API treats them. */
    Params params() {
        Params known = params;
        if (known == null) {
            known = Params.of(uri.getRawQuery(), header("Content-Type").orElse(""), body);
            params = known;
        }
        return known;
    }

    /** The decoded part of the path that stood for a name like {@code :job_id}. */
    String path(String name) {
        String value = pathValues.get(name);
        if (value == null) {
            throw new IllegalStateException("no path value \"" + name + "\" in " + pathValues.keySet());
        }
        return value;
    }

    /** Such a part as a number; anything else is not found, as in GitLab. */
    long pathId(String name) {
        try {
            return Long.parseLong(path(name));
        } catch (NumberFormatException e) {
            throw Refusal.message(404, "404 Not Found");
        }
    }
}
