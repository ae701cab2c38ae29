package io.polargosling.api.deadletter;

import io.polargosling.api.operation.OperationAccepted;
import io.polargosling.domain.command.DeadLetters;
import java.util.List;
import java.util.UUID;

/**
 * What became of a request.
 *
 * @param moved how many were sent again or deleted
 * @param missing ids that were not met
 * @param all false when the request ended at its bound: there may be more
 */
record MovedBody(UUID operationId, String status, String statusUrl, int moved, List<String> missing, boolean all) {

    static MovedBody of(OperationAccepted operation, DeadLetters.Moved moved) {
        return new MovedBody(
                operation.operationId(),
                operation.status(),
                operation.statusUrl(),
                moved.count(),
                moved.missing().stream().sorted().toList(),
                moved.all());
    }
}
