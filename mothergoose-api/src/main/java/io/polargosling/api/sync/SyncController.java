package io.polargosling.api.sync;

import io.polargosling.api.http.PageBody;
import io.polargosling.api.problem.Parameters;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.domain.sync.SyncStore;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The history of syncs. */
@RestController
final class SyncController {

    private final SyncStore syncs;

    SyncController(SyncStore syncs) {
        this.syncs = syncs;
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
