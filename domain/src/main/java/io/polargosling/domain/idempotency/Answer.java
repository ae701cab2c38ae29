package io.polargosling.domain.idempotency;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a request was answered; enough to answer again, and no body.
 *
 * @param status the HTTP status
 * @param location where the result is
 * @param ids names to ids, such as {@code operation_id}; never a token
 */
public record Answer(int status, Optional<String> location, Map<String, String> ids) {

    public Answer {
        ids = Collections.unmodifiableMap(new TreeMap<>(ids));
    }
}
