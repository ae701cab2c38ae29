package io.polargosling.api.why;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.domain.store.Storage;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /why}. */
@RestController
final class WhyController {

    private final Storage storage;
    private final JobHistory history;
    private final BlockingReason blocking;
    private final ApiClock clock;

    WhyController(Storage storage, JobHistory history, BlockingReason blocking, ApiClock clock) {
        this.storage = storage;
        this.history = history;
        this.blocking = blocking;
        this.clock = clock;
    }

    @GetMapping("/why")
    WhyBody why(
            @RequestParam(required = false) @Nullable String url,
            @RequestParam(required = false) @Nullable String server,
            @RequestParam(name = "project_id", required = false) @Nullable String project,
            @RequestParam(name = "job_id", required = false) @Nullable String job) {
        var asked = url == null ? JobAddress.of(server, project, job) : JobAddress.ofUrl(url);
        var now = clock.now();
        var found = storage.ciJobs()
                .find(asked.id(), now)
                .filter(row -> asked.project().isEmpty()
                        || asked.project().getAsLong() == row.facts().projectId())
                .orElseThrow(() -> ProblemException.notFound("job " + asked.id() + " was never seen"));
        var egg = found.egg().flatMap(name -> storage.eggs().find(name));
        return WhyBody.of(found, blocking.of(found, egg, now), history.of(found, now));
    }
}
