package io.polargosling.api.webhook;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The headers of a webhook that matter, as sent. */
record HookHeaders(
        Optional<String> token,
        Optional<String> signature,
        Optional<String> id,
        Optional<String> timestamp,
        Optional<String> idempotencyKey,
        Optional<String> instance) {

    static HookHeaders of(HttpServletRequest request) {
        return new HookHeaders(
                Optional.ofNullable(request.getHeader("X-Gitlab-Token")),
                Optional.ofNullable(request.getHeader("webhook-signature")),
                Optional.ofNullable(request.getHeader("webhook-id")),
                Optional.ofNullable(request.getHeader("webhook-timestamp")),
                Optional.ofNullable(request.getHeader("Idempotency-Key")),
                Optional.ofNullable(request.getHeader("X-Gitlab-Instance")));
    }

    /** None: the token is a secret. */
    @Override
    public String toString() {
        return "HookHeaders[id=" + id.orElse("") + "]";
    }
}
