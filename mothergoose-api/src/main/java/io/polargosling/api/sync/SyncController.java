package io.polargosling.api.sync;

import io.polargosling.api.http.PageBody;
import io.polargosling.api.problem.Parameters;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.api.operation.OperationAccepted;
import io.polargosling.api.operation.QueuedWork;
import io.polargosling.api.security.Caller;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.sync.SyncRequest;
import io.polargosling.domain.sync.SyncStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Syncs of the Nest: asking for one, and what became of them. */
@RestController
final class SyncController {

    private final SyncStore syncs;
    private final QueuedWork work;

    SyncController(SyncStore syncs, QueuedWork work) {
        this.syncs = syncs;
        this.work = work;
    }

    @PostMapping("/sync")
    ResponseEntity<OperationAccepted> begin(
            @RequestBody(required = false) @Nullable SyncRequestBody body, Caller caller) {
        var request = body == null ? SyncRequest.usual() : body.toRequest();
        return work.begin(
                "sync",
                caller.getPrincipal(),
                operation -> new Command.SyncNest("api", request, Optional.of(operation)));
    }

    @GetMapping("/sync")
    PageBody<SyncBody> list(
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return PageBody.of(syncs.history(Parameters.page(limit, cursor)), SyncBody::of);
    }

    @GetMapping("/sync/{id}")
    SyncBody sync(@PathVariable String id) {
        var wanted = Parameters.uuid(id);
        return syncs.find(wanted)
                .map(SyncBody::of)
                .orElseThrow(() -> ProblemException.notFound("there is no such sync"));
    }
}
