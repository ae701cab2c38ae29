package io.polargosling.api.heartbeat;

import io.polargosling.api.problem.Parameters;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Enrolment. */
@RestController
final class EnrolmentController {

    private final Enrolment enrolment;

    EnrolmentController(Enrolment enrolment) {
        this.enrolment = enrolment;
    }

    @PostMapping("/runners/{id}/enroll")
    RunnerBootstrap enrol(@PathVariable String id, @RequestBody(required = false) @Nullable EnrolmentBody body) {
        return enrolment.enrol(Parameters.runner(id));
    }
}
