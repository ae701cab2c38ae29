package io.polargosling.simulator.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the simulator as a client would. */
record Caller(GitLabSimulator simulator, String token) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    record Answer(int status, HttpResponse<String> response) {
        JsonNode json() {
            return new JsonMapper().readTree(response.body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    Answer get(String path) {
        return send("GET", path, "", List.of());
    }

    Answer delete(String path) {
        return send("DELETE", path, "", List.of());
    }

    Answer post(String path, String json) {
        return send("POST", path, json, List.of());
    }

    Answer put(String path, String json) {
        return send("PUT", path, json, List.of());
    }

    /** {@code headers} are names and values by turns. */
    Answer send(String method, String path, String body, List<String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        path.startsWith("http") ? URI.create(path) : URI.create(simulator.url() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("PRIVATE-TOKEN", token);
        }
        if (body.startsWith("{")) {
            request.header("Content-Type", "application/json");
        }
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(method + " " + path, e);
        }
    }

    /** Makes a project runner and gives its token. */
    String newRunner(long projectId, String tags) {
        return post("/api/v4/user/runners", """
                        {"runner_type": "project_type", "project_id": %d, "tag_list": "%s", "run_untagged": %s}""".formatted(projectId, tags, tags.isEmpty()))
                .json()
                .path("token")
                .stringValue("");
    }

    Answer requestJob(String runnerToken) {
        return post("/api/v4/jobs/request", """
                {"token": "%s", "system_id": "s_1", "info": {"features": {"cancel_gracefully": true}}}""".formatted(runnerToken));
    }
}
