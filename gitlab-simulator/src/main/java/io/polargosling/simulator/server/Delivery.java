package io.polargosling.simulator.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One webhook request that was really sent.
 *
 * @param webhookId the value of {@code webhook-id} and {@code Idempotency-Key}; a resent delivery repeats it
 * @param headers the request's headers, secrets included: this is a log for tests
 */
public record Delivery(
        long id,
        Target target,
        String event,
        String webhookId,
        Map<String, String> headers,
        String body,
        Answer answer) {

    public Delivery {
        headers = Map.copyOf(headers);
    }

    /**
     * Where the delivery went.
     *
     * @param ownerId the project or group whose hook it is
     */
    public record Target(long ownerId, long hookId, String url) {}

    /** What came back: a status, or the error that stood in its way. */
    public record Answer(Instant sentAt, Duration took, Optional<Integer> status, Optional<String> error) {

        /** True for 2xx and 3xx, which GitLab both counts as received. */
        public boolean received() {
            return status.isPresent() && status.get() < 400;
        }
    }
}
