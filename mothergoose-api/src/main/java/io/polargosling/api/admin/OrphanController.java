package io.polargosling.api.admin;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.operation.OperationAccepted;
import io.polargosling.api.security.Caller;
import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.inventory.OrphanBook;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Storage;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /admin/orphans}. */
@RestController
final class OrphanController {

    private final Storage storage;
    private final OrphanBook book;
    private final ApiClock clock;

    OrphanController(Storage storage, ApiClock clock) {
        this.storage = storage;
        this.book = new OrphanBook(storage.findings());
        this.clock = clock;
    }

    /** The machines a sweep has marked. */
    record Orphans(List<OrphanBody> items) {}

    @GetMapping("/admin/orphans")
    Orphans list() {
        return new Orphans(book.marked().values().stream().map(OrphanBody::of).toList());
    }

    // What is asked for is the confirmation, which is written when this is answered; the next pass of the sweep
    // deletes.
    @PostMapping("/admin/orphans/confirm")
    ResponseEntity<OperationAccepted> confirm(@RequestBody ConfirmBody body, Caller caller) {
        var ids = body.wantedIds();
        var now = clock.now();
        var unknown = book.confirm(ids, caller.getPrincipal(), now);
        if (!unknown.isEmpty()) {
            throw ConfirmBody.refused(
                    "no orphans: " + words(unknown) + " (expected: ids that GET /admin/orphans lists)");
        }
        var operation = Operation.queued(UUID.randomUUID(), "orphans-confirm", caller.getPrincipal(), now);
        audit(ids, operation);
        var ended = operation.ended(Operation.Status.SUCCEEDED, Optional.empty(), now);
        storage.operations().save(ended);
        var accepted = OperationAccepted.of(ended);
        return ResponseEntity.accepted()
                .location(URI.create(accepted.statusUrl()))
                .body(accepted);
    }

    private void audit(List<RunnerId> ids, Operation operation) {
        var entry = AuditEntry.of(
                operation.createdAt(),
                operation.actor(),
                "orphans.confirm",
                "orphans",
                Map.of("ids", words(ids), "operation", operation.id().toString()));
        storage.runners().write(new RunnerWrite(List.of(), List.of(entry), Optional.empty(), Optional.empty(), false));
    }

    private static String words(List<RunnerId> ids) {
        return ids.stream().map(RunnerId::value).sorted().collect(Collectors.joining(","));
    }
}
