package io.polargosling.api.operation;

import io.polargosling.domain.operation.Operation;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How long work is going. */
record OperationBody(
        UUID operationId,
        String type,
        String status,
        String actor,
        @Nullable String problem,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    static OperationBody of(Operation operation) {
        return new OperationBody(
                operation.id(),
                operation.type(),
                operation.status().word(),
                operation.actor(),
                operation.problem().orElse(null),
                operation.createdAt(),
                operation.finishedAt().orElse(null));
    }
}
