package io.polargosling.simulator.server;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** Ends the handling of a request with an error answer in GitLab's form. */
final class Refusal extends RuntimeException {

    private final transient Response response;

    private Refusal(Response response) {
        super("status " + response.status());
        this.response = response;
    }

    /** {@code {"message": "404 Not Found"}} and the like. */
    static Refusal message(int status, String message) {
        return new Refusal(Response.json(status, Json.object().put("message", message)));
    }

    /** {@code {"error": "runner_type is missing"}} and the like. */
    static Refusal error(int status, String error) {
        return new Refusal(Response.json(status, Json.object().put("error", error)));
    }

    /** A validation error: {@code {"message": {"field": ["text"]}}}. */
    static Refusal invalid(int status, String field, String text) {
        JsonNode findings = Json.object().set(field, Json.array().add(text));
        return new Refusal(Response.json(status, Json.object().set("message", findings)));
    }

    static Refusal with(Response response) {
        return new Refusal(response);
    }

    /** The body of the answer, for those who call without HTTP. */
    String text() {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    Response response() {
        return response;
    }
}
