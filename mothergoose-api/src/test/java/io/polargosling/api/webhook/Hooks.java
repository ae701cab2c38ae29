package io.polargosling.api.webhook;

import io.polargosling.api.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Webhooks as GitLab sends them, from the samples under {@code webhooks/}. */
final class Hooks {

    static final String PATH = "/webhooks/gitlab";

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Hooks() {}

    /** The sample {@code name}, for the project {@code projectId}. */
    static ObjectNode sample(String name, long projectId) {
        try (var in = Objects.requireNonNull(Hooks.class.getResourceAsStream("/webhooks/" + name + ".json"))) {
            var root = (ObjectNode) MAPPER.readTree(in.readAllBytes());
            if (root.has("project_id")) {
                root.put("project_id", projectId);
            }
            if (root.path("project") instanceof ObjectNode project) {
                project.put("id", projectId);
            }
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(ObjectNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] push(long projectId) {
        return bytes(sample("push", projectId));
    }

    /** The headers of a delivery that is proven by a secret token. */
    static String[] headers(String token, String id) {
        return new String[] {
            "X-Gitlab-Instance", "https://" + Fixtures.SERVER, "X-Gitlab-Token", token, "webhook-id", id
        };
    }
}
