package io.polargosling.api.operation;

import io.polargosling.domain.operation.Operation;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How long work is going.
 *
 * @param result what came of it, in a form of the work's own; null until it has ended
 */
record OperationBody(
        UUID operationId,
        String type,
        String status,
        String actor,
        @Nullable JsonNode result,
        @Nullable String problem,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    static OperationBody of(Operation operation) {
        return new OperationBody(
                operation.id(),
                operation.type(),
                operation.status().word(),
                operation.actor(),
                operation.result().map(JsonMapper.shared()::readTree).orElse(null),
                operation.problem().orElse(null),
                operation.createdAt(),
                operation.finishedAt().orElse(null));
    }
}
