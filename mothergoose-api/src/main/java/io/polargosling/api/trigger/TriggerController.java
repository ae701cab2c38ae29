package io.polargosling.api.trigger;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.http.ApiJson;
import io.polargosling.api.operation.OperationAccepted;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.operation.OperationStore;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.sync.SyncRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Calls of cloud schedulers. */
@RestController
final class TriggerController {

    private final TriggerProof proof;
    private final OperationStore operations;
    private final CommandQueue queue;
    private final ApiClock clock;
    private final ApiJson json;

    TriggerController(TriggerProof proof, OperationStore operations, CommandQueue queue, ApiClock clock, ApiJson json) {
        this.proof = proof;
        this.operations = operations;
        this.queue = queue;
        this.clock = clock;
        this.json = json;
    }

    @PostMapping("/internal/sync-git")
    ResponseEntity<OperationAccepted> syncGit(HttpServletRequest request) throws IOException {
        var body = TriggerBody.parse(request.getInputStream().readAllBytes(), json.mapper());
        var tokens = new ArrayList<>(body.tokens());
        Optional.ofNullable(request.getHeader("X-Trigger-Auth")).ifPresent(tokens::add);
        proof.require(tokens);
        var operation = Operation.queued(UUID.randomUUID(), "sync", "trigger", clock.now());
        send(operation, body.source());
        var accepted = OperationAccepted.of(operation);
        return ResponseEntity.accepted()
                .location(URI.create(accepted.statusUrl()))
                .body(accepted);
    }

    private void send(Operation operation, String source) {
        operations.save(operation);
        try {
            queue.send(new Command.SyncNest(source, SyncRequest.usual(), Optional.of(operation.id())));
        } catch (UnavailableException e) {
            operations.save(operation.ended(
                    Operation.Status.FAILED, Optional.of("the queue did not take the command"), clock.now()));
            throw e;
        }
    }
}
