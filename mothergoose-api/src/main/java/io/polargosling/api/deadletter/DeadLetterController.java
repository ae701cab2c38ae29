package io.polargosling.api.deadletter;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.http.PageBody;
import io.polargosling.api.operation.OperationAccepted;
import io.polargosling.api.problem.Parameters;
import io.polargosling.api.security.Caller;
import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.command.DeadLetters;
import io.polargosling.domain.command.QueueName;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Storage;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /admin/dead-letters}. */
@RestController
final class DeadLetterController {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterController.class);

    private final DeadLetters letters;
    private final Storage storage;
    private final ApiClock clock;

    DeadLetterController(DeadLetters letters, Storage storage, ApiClock clock) {
        this.letters = letters;
        this.storage = storage;
        this.clock = clock;
    }

    @GetMapping("/admin/dead-letters")
    PageBody<DeadLetterBody> list(
            @RequestParam(required = false) @Nullable String queue,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        var wanted = MoveBody.queue(queue, "?queue");
        return PageBody.of(
                letters.list(wanted, Parameters.page(limit, cursor)), letter -> DeadLetterBody.of(wanted, letter));
    }

    @PostMapping("/admin/dead-letters/redrive")
    ResponseEntity<MovedBody> redrive(@RequestBody MoveBody body, Caller caller) {
        var queue = body.wantedQueue();
        if (body.ids() == null) {
            return move("redrive", queue, Set.of(), caller, () -> letters.redriveAll(queue));
        }
        var ids = body.wantedIds();
        return move("redrive", queue, ids, caller, () -> letters.redrive(queue, ids));
    }

    @PostMapping("/admin/dead-letters/purge")
    ResponseEntity<MovedBody> purge(@RequestBody MoveBody body, Caller caller) {
        var queue = body.wantedQueue();
        var ids = body.wantedIds();
        return move("purge", queue, ids, caller, () -> letters.purge(queue, ids));
    }

    // Done before it is answered, since it is bounded: an operation under way would be left so by the end of this
    // process. Who asked is on record before anything happens.
    private ResponseEntity<MovedBody> move(
            String act, QueueName queue, Set<String> ids, Caller caller, Supplier<DeadLetters.Moved> work) {
        var operation =
                Operation.queued(UUID.randomUUID(), "dead-letters-" + act, caller.getPrincipal(), clock.now());
        audit(act, queue, ids, operation);
        var moved = work.get();
        var ended = ended(operation, moved);
        storage.operations().save(ended);
        LOG.info(
                "dead letters moved act={} queue={} count={} missing={} by={}",
                act,
                queue.word(),
                moved.count(),
                moved.missing().size(),
                caller.getPrincipal());
        var accepted = OperationAccepted.of(ended);
        return ResponseEntity.accepted()
                .location(URI.create(accepted.statusUrl()))
                .body(MovedBody.of(accepted, moved));
    }

    private void audit(String act, QueueName queue, Set<String> ids, Operation operation) {
        var entry = AuditEntry.of(
                operation.createdAt(),
                operation.actor(),
                "dead-letters." + act,
                "queue/" + queue.word(),
                Map.of(
                        "ids",
                        ids.isEmpty()
                                ? "all"
                                : String.join(",", ids.stream().sorted().toList()),
                        "operation",
                        operation.id().toString()));
        storage.runners()
                .write(new RunnerWrite(List.of(), List.of(entry), Optional.empty(), Optional.empty(), false));
    }

    private Operation ended(Operation operation, DeadLetters.Moved moved) {
        if (!moved.missing().isEmpty()) {
            return operation.ended(
                    Operation.Status.FAILED,
                    Optional.of(moved.missing().size() + " of the ids were not met (expected: ids of the list)"),
                    clock.now());
        }
        return moved.all()
                ? operation.ended(Operation.Status.SUCCEEDED, Optional.empty(), clock.now())
                : operation.ended(
                        Operation.Status.FAILED,
                        Optional.of("there may be more than one request moves: ask again"),
                        clock.now());
    }
}
