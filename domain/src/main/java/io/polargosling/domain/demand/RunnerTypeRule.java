package io.polargosling.domain.demand;

import io.polargosling.domain.egg.RunnerKind;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Which kind of machine a job gets. */
public final class RunnerTypeRule {

    /** From this expected duration on a job gets a machine that stays. */
    public static final Duration LONG_JOB = Duration.ofMinutes(60);

    private RunnerTypeRule() {}

    /**
     * The egg's own word counts first; then privileged mode asks for a VM; then the expected duration decides where
     * it is known; then the tags {@code long-running} and {@code persistent} ask for a VM; else serverless.
     */
    public static RunnerKind decide(
            Optional<RunnerKind> written, Optional<Duration> expected, Set<String> tags, boolean privileged) {
        if (written.isPresent()) {
            return written.get();
        }
        if (privileged) {
            return RunnerKind.VM;
        }
        if (expected.isPresent()) {
            return expected.get().compareTo(LONG_JOB) < 0 ? RunnerKind.SERVERLESS : RunnerKind.VM;
        }
        return tags.contains("long-running") || tags.contains("persistent") ? RunnerKind.VM : RunnerKind.SERVERLESS;
    }
}
