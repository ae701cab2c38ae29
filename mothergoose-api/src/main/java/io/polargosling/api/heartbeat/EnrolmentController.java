package io.polargosling.api.heartbeat;

import io.polargosling.api.problem.Parameters;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Enrolment and the configuration of the enrolled. */
@RestController
final class EnrolmentController {

    private final MachineCalls calls;

    EnrolmentController(MachineCalls calls) {
        this.calls = calls;
    }

    @PostMapping("/runners/{id}/enroll")
    RunnerBootstrap enrol(@PathVariable String id, @RequestBody(required = false) @Nullable EnrolmentBody body) {
        return calls.enrol(Parameters.runner(id), EnrolmentBody.checked(body));
    }

    /** A request with {@code If-None-Match} is answered 304 by the framework when nothing has changed. */
    @GetMapping("/runners/{id}/config")
    ResponseEntity<RunnerConfig> config(@PathVariable String id) {
        var config = calls.config(Parameters.runner(id));
        return ResponseEntity.ok().eTag(config.tag()).body(config);
    }
}
