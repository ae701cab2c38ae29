package io.polargosling.simulator.agent;

import io.polargosling.simulator.server.GitLabSimulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.json.JsonMapper;

/** Makes runners by GitLab's REST interface, as the product does. */
final class RunnerTokens {

    private RunnerTokens() {}

    /** The token of a new project runner; the simulator must know the access token {@code secret}. */
    static String create(GitLabSimulator simulator, long projectId, String tag) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(simulator.url() + "/api/v4/user/runners"))
                .header("PRIVATE-TOKEN", "secret")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "runner_type=project_type&project_id=" + projectId + "&tag_list=" + tag))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String body =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return new JsonMapper().readTree(body).path("token").stringValue("");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("making a runner", e);
        }
    }
}
