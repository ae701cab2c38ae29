package io.polargosling.simulator.agent;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The agent's side of the runner protocol. */
final class GitLabClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper MAPPER = new JsonMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /** An answer, or the lack of one as status 0. */
    record Reply(int status, Optional<String> jobStatus, Optional<String> range, String body) {

        private static final Reply NONE = new Reply(0, Optional.empty(), Optional.empty(), "");

        boolean forbidden() {
            return status == 403 || status == 404;
        }
    }

    Reply verify(AgentConfig.Runner runner, String systemId) {
        ObjectNode body = runnerBody(runner, systemId);
        return send(json(runner, "POST", "runners/verify", body).header("RUNNER-TOKEN", runner.token()));
    }

    Reply requestJob(AgentConfig.Runner runner, String systemId) {
        ObjectNode body = runnerBody(runner, systemId);
        return send(json(runner, "POST", "jobs/request", body).header("RUNNER-TOKEN", runner.token()));
    }

    Reply update(AgentConfig.Runner runner, AssignedJob job, ObjectNode state) {
        state.set("info", info());
        state.put("token", job.token());
        return send(json(runner, "PUT", "jobs/" + job.id(), state).header("JOB-TOKEN", job.token()));
    }

    Reply appendTrace(AgentConfig.Runner runner, AssignedJob job, int start, byte[] part) {
        return send(request(runner, "jobs/" + job.id() + "/trace?debug_trace=false")
                .header("JOB-TOKEN", job.token())
                .header("Content-Type", "text/plain")
                .header("Content-Range", start + "-" + (start + part.length - 1))
                .method("PATCH", BodyPublishers.ofByteArray(part)));
    }

    private static ObjectNode runnerBody(AgentConfig.Runner runner, String systemId) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("info", info());
        return body.put("token", runner.token()).put("system_id", systemId);
    }

    private static ObjectNode info() {
        ObjectNode info = JsonNodeFactory.instance
                .objectNode()
                .put("name", "gitlab-runner")
                .put("version", AgentMain.VERSION)
                .put("revision", "standin")
                .put("platform", "linux")
                .put("architecture", AgentMain.architecture())
                .put("executor", "shell")
                .put("shell", "sh");
        info.set("features", JsonNodeFactory.instance.objectNode().put("cancel_gracefully", true));
        return info;
    }

    private static HttpRequest.Builder json(AgentConfig.Runner runner, String method, String path, ObjectNode body) {
        return request(runner, path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)));
    }

    private static HttpRequest.Builder request(AgentConfig.Runner runner, String path) {
        return HttpRequest.newBuilder(URI.create(runner.url() + "/api/v4/" + path))
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .header("X-Request-Id", UUID.randomUUID().toString())
                .header("User-Agent", "gitlab-runner " + AgentMain.VERSION);
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(
                    response.statusCode(),
                    response.headers().firstValue("Job-Status"),
                    response.headers().firstValue("Range"),
                    response.body());
        } catch (IOException e) {
            return Reply.NONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.NONE;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
