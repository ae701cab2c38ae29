package io.polargosling.domain.webhook;

import io.polargosling.domain.egg.GitLabServer;
import java.time.Duration;
import java.time.Instant;

/**
 * An authenticated webhook delivery as it is remembered; also what later copies of it are recognised by.
 *
 * @param key scoped by target: server, target, and the sender's id of the delivery
 * @param target such as {@code project/4711}
 * @param kind GitLab's {@code object_kind}
 * @param outcome such as {@code queued} or {@code ignored}
 */
public record Delivery(
        String key,
        GitLabServer server,
        String target,
        String kind,
        String outcome,
        String reason,
        Instant receivedAt) {

    /** How long a delivery is remembered. */
    public static final Duration KEPT = Duration.ofHours(24);

    /** When it is forgotten. */
    public Instant expiresAt() {
        return receivedAt.plus(KEPT);
    }

    /** True when it is forgotten by {@code now}, whether or not its row is still there. */
    public boolean isExpired(Instant now) {
        return !expiresAt().isAfter(now);
    }
}
