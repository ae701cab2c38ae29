package io.polargosling.api.webhook;

import com.github.benmanes.caffeine.cache.Ticker;
import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.command.Command;
import io.polargosling.gitlab.WebhookEvent;
import io.polargosling.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Webhooks as GitLab sends them, from the samples under {@code webhooks/}. */
final class Hooks {

    static final String PATH = "/webhooks/gitlab";

    private static final AtomicLong ADDRESSES = new AtomicLong();
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

    /** The matching of the running program, with nothing remembered. */
    static HookTargets targets(RunningApi api) {
        var nanos = new AtomicLong();
        var storage = api.storage();
        Ticker ticker = () -> nanos.addAndGet(60_000_000_000L);
        var groups = new GroupTargets(storage.targets(), storage.eggs(), storage.projects(), ticker);
        return new HookTargets(
                new ProjectTargets(storage.eggs(), ticker),
                groups,
                api.bean(Settings.class).nest());
    }

    /** The event of {@code body}. */
    static WebhookEvent event(ObjectNode body) {
        return switch (WebhookEvent.parse(bytes(body))) {
            case WebhookEvent.Parsed.Event parsed -> parsed.event();
            case WebhookEvent.Parsed.NotJson bad -> throw new AssertionError(bad);
            case WebhookEvent.Parsed.NoIds bad -> throw new AssertionError(bad);
        };
    }

    /** What hints at jobs of the egg's project ask for. */
    static Command refresh(Fixtures.StoredEgg egg) {
        return new Command.RefreshDemand(egg.name(), Fixtures.SERVER, egg.projectId());
    }

    /** The headers of a delivery that is proven by a secret token. */
    static String[] headers(String token, String id) {
        return new String[] {
            "X-Gitlab-Instance",
            "https://" + Fixtures.SERVER,
            "X-Gitlab-Token",
            token,
            "webhook-id",
            id,
            // Each from an address of its own: none is refused too often.
            "X-Forwarded-For",
            "test-" + ADDRESSES.incrementAndGet()
        };
    }
}
