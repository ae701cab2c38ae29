package io.polargosling.simulator.server;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An answer: status, headers, body. */
final class Response {

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private Response(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    static Response json(int status, JsonNode body) {
        return new Response(status, Map.of("Content-Type", "application/json"), Json.bytes(body));
    }

    static Response empty(int status) {
        return new Response(status, Map.of(), new byte[0]);
    }

    Response with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Response(status, more, body);
    }

    Response with(Map<String, String> additional) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.putAll(additional);
        return new Response(status, more, body);
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }
}
