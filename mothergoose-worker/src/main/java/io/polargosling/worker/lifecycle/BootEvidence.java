package io.polargosling.worker.lifecycle;

import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import java.util.Optional;
import java.util.function.Function;

/** What is known of a runner that never reported: how far its start came, and what it wrote. */
final class BootEvidence {

    private final Function<Runner, Optional<String>> logs;

    BootEvidence(Function<Runner, Optional<String>> logs) {
        this.logs = logs;
    }

    /** What is known of {@code runner}; empty for one that is not starting. */
    String of(Runner runner) {
        boolean starting = runner.state() == RunnerState.PROVISIONING || runner.state() == RunnerState.PROMOTING;
        if (!starting) {
            return "";
        }
        var reached = "last boot phase " + runner.pulse().bootPhase().orElse("none");
        return logs.apply(runner)
                .filter(tail -> !tail.isBlank())
                .map(tail -> reached + "; its log ends with:\n" + tail)
                .orElse(reached);
    }
}
