package io.polargosling.api.heartbeat;

import io.polargosling.api.problem.Parameters;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Heartbeats. */
@RestController
final class HeartbeatController {

    private final MachineCalls calls;

    HeartbeatController(MachineCalls calls) {
        this.calls = calls;
    }

    @PostMapping("/runners/{id}/heartbeat")
    Directive heartbeat(@PathVariable String id, @RequestBody HeartbeatBody body) {
        return calls.heartbeat(Parameters.runner(id), body.checked());
    }
}
