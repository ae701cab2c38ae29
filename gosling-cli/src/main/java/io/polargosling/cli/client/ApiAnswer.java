package io.polargosling.cli.client;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What came of a call. */
public sealed interface ApiAnswer {

    /** Done. */
    record Success(JsonNode body) implements ApiAnswer {}

    /**
     * The service refused.
     *
     * @param detail what the service says, in a form fit for a user; never empty
     * @param retryAfter what the service asked for
     */
    record Problem(int status, String detail, Optional<Duration> retryAfter) implements ApiAnswer {

        /** True when the same call may succeed later. */
        public boolean passing() {
            return status == 429 || status >= 500;
        }
    }

    /**
     * There was no answer.
     *
     * @param sent whether the service may have got the call all the same
     */
    record Unreachable(String reason, boolean sent) implements ApiAnswer {}
}
