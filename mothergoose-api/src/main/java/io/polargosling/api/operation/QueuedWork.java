package io.polargosling.api.operation;

import io.polargosling.api.http.ApiClock;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.operation.OperationStore;
import io.polargosling.domain.problem.UnavailableException;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.http.ResponseEntity;

/** Puts long work on the queue and answers with the operation that tells how it is going. */
public final class QueuedWork {

    private final OperationStore operations;
    private final CommandQueue queue;
    private final ApiClock clock;

    public QueuedWork(OperationStore operations, CommandQueue queue, ApiClock clock) {
        this.operations = operations;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Records an operation and sends its command. When the queue does not take that, the operation has failed.
     *
     * @param command made for the operation's id
     * @throws UnavailableException when the store or the queue does not answer
     */
    public ResponseEntity<OperationAccepted> begin(String type, String actor, Function<UUID, Command> command) {
        var operation = Operation.queued(UUID.randomUUID(), type, actor, clock.now());
        operations.save(operation);
        try {
            queue.send(command.apply(operation.id()));
        } catch (UnavailableException e) {
            operations.save(operation.ended(
                    Operation.Status.FAILED, Optional.of("the queue did not take the command"), clock.now()));
            throw e;
        }
        var accepted = OperationAccepted.of(operation);
        return ResponseEntity.accepted()
                .location(URI.create(accepted.statusUrl()))
                .body(accepted);
    }
}
