package io.polargosling.api.operation;

import io.polargosling.domain.operation.Operation;
import java.util.UUID;

/**
 * The answer to a request for long work.
 *
 * @param statusUrl path under which to ask how it is going
 */
public record OperationAccepted(UUID operationId, String status, String statusUrl) {

    /** The answer for {@code operation}. */
    public static OperationAccepted of(Operation operation) {
        return new OperationAccepted(operation.id(), operation.status().word(), "/operations/" + operation.id());
    }
}
